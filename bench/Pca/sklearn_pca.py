"""scikit-learn's side of the comparison: answers the lines that Program.cs writes.

    info                          versions, BLAS and its threads
    load PATH ROWS COLUMNS COUNT  reads the samples (float64, row-major)
    time REPETITIONS              fits that often with svd_solver="auto"; the seconds of the fastest
    axes SOLVER PATH              fits once and writes the principal axes (float64, row-major)
"""
import sys
import time

import numpy as np
import scipy
import sklearn
from sklearn.decomposition import PCA


def info():
    try:
        from threadpoolctl import threadpool_info
        pools = ", ".join("{internal_api} {version} ({architecture}), {num_threads} thread(s)".format(**pool)
                          for pool in threadpool_info() if pool["user_api"] == "blas")
    except ImportError:
        pools = "BLAS not known (no threadpoolctl)"
    return "scikit-learn %s, NumPy %s, SciPy %s, %s" % (sklearn.__version__, np.__version__, scipy.__version__, pools)


def main():
    samples, count = None, 0
    for line in sys.stdin:
        command, *arguments = line.split()
        if command == "info":
            answer = info()
        elif command == "load":
            samples = np.fromfile(arguments[0]).reshape(int(arguments[1]), int(arguments[2]))
            count = int(arguments[3])
            answer = "loaded"
        elif command == "time":
            best = float("inf")
            for _ in range(int(arguments[0])):
                start = time.perf_counter()
                PCA(count, svd_solver="auto", random_state=0).fit(samples)
                best = min(best, time.perf_counter() - start)
            answer = repr(best)
        elif command == "axes":
            fitted = PCA(count, svd_solver=arguments[0], random_state=0).fit(samples)
            np.ascontiguousarray(fitted.components_).tofile(arguments[1])
            answer = "written"
        else:
            raise ValueError(line)
        print(answer, flush=True)


if __name__ == "__main__":
    main()
