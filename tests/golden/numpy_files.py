"""Writes golden/numpy: arrays as NumPy stores them and a network of scikit-learn (`python3 numpy_files.py OUT`)."""
import sys
import numpy as np
from numpy.lib import format
from sklearn.neural_network import MLPRegressor

out = sys.argv[1]

# Each is 0, 1, ..., 23 of shape (2, 3, 4), in its type; truth values are those of the odd ones.
count = np.arange(24).reshape(2, 3, 4)
arrays = {t: count.astype(t) for t in ["f2", "f4", "f8", ">f4", ">f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", ">i2", ">u4"]}
arrays["b1"] = count % 2 == 1
arrays["column-major"] = np.asfortranarray(count.astype("f8"))
np.savez(f"{out}/arrays.npz", **arrays)
np.savez_compressed(f"{out}/compressed.npz", **arrays)
for version in [(1, 0), (2, 0), (3, 0)]:
    with open(f"{out}/version{version[0]}.npy", "wb") as f:
        format.write_array(f, count.astype("f4"), version=version)
np.save(f"{out}/single.npy", np.float64(3.5))
np.save(f"{out}/empty.npy", np.zeros((3, 0, 2), "f4"))
np.save(f"{out}/objects.npy", np.array([{}, None]))
np.save(f"{out}/records.npy", np.zeros(2, [("x", "f4"), ("y", "f4")]))
np.save(f"{out}/complex.npy", np.zeros(2, "c8"))

random = np.random.default_rng(1)
x = random.normal(size=(40, 5))
y = np.stack([np.sin(x[:, 0]) + x[:, 1], x[:, 2] * x[:, 3]], axis=1)
mlp = MLPRegressor((7, 6), activation="tanh", max_iter=50, random_state=1).fit(x, y)
names = {f"coefs_{i}": w for i, w in enumerate(mlp.coefs_)} | {f"intercepts_{i}": b for i, b in enumerate(mlp.intercepts_)}
np.savez(f"{out}/mlp.npz", **names)
np.savez(f"{out}/mlp-data.npz", x=x, y=mlp.predict(x))
