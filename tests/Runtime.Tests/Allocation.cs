using System;
using System.Linq;
using Xunit;

namespace Generated.Tests;

/// <summary>Asserts that work is done without allocating.</summary>
public static class Allocation
{
    /// <summary>
    /// Asserts that repeated work does not allocate. The runtime itself may, once, where it puts the optimised version of a
    /// method in place; so of several rounds one must be free of allocation, which none would be if the work allocated.
    /// </summary>
    public static void AssertNone(Action work)
    {
        work();
        Assert.Contains(0, Enumerable.Range(0, 5).Select(_ => AllocatedBy(work)));
    }

    private static long AllocatedBy(Action work)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++)
            work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
