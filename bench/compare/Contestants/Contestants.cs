using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Generated.Compare;

/// <summary>Everybody who takes part. The first is what the others are measured against.</summary>
internal sealed class Contestants(params IReadOnlyList<IContestant> contestants) : IReadOnlyList<IContestant>, IDisposable
{
    /// <inheritdoc/>
    public int Count => contestants.Count;

    /// <inheritdoc/>
    public IContestant this[int index] => contestants[index];

    /// <summary>All that there are.</summary>
    /// <param name="folder">The folder of this project.</param>
    public static Contestants All(string folder)
    {
        string script = Path.Combine(folder, "Contestants", "pytorch.py");
        OpenBlasKernels kernels = OpenBlasKernels.Choose();
        return new Contestants(
            new ThisProject(), new Conventional(), new LibTorch(), new PyTorch(script, kernels), new OnnxRuntime(), new OpenBlas(kernels));
    }

    /// <inheritdoc/>
    public IEnumerator<IContestant> GetEnumerator() => contestants.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable contestant in contestants.OfType<IDisposable>())
            contestant.Dispose();
    }
}
