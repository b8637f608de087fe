using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading.Tasks;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>Files changed at random, for readers of files from strangers.</summary>
internal static class Mutation
{
    /// <summary>
    /// Reads mutations, each of which its number makes again: whatever comes of them is read whole, or refused with the exception that is
    /// documented, without much memory. A reader that hangs fails too.
    /// </summary>
    public static Task ReadAll(int count, Func<RandomGenerator, byte[]> make, Action<byte[]> read) => Task.Run(() =>
    {
        int refused = 0;
        for (int i = 0; i < count; i++)
        {
            byte[] bytes = make(new RandomGenerator((ulong)i + 1));
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(bytes);
            }
            catch (DataFormatException)
            {
                refused++;
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Mutation {i}: {e.Message}", e);
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated <= 64 << 20, $"Mutation {i} made it allocate {allocated} bytes.");
        }

        // Neither does everything pass nor nothing.
        Assert.InRange(refused, count / 10, count - count / 50);
    }).WaitAsync(TimeSpan.FromMinutes(Math.Max(1, count / 2_000)), TestContext.Current.CancellationToken);

    /// <summary>A file with one to three changes: of bits and bytes, runs of bytes, numbers in text and in bytes.</summary>
    public static byte[] Of(byte[] valid, RandomGenerator random)
    {
        var bytes = new List<byte>(valid);
        for (int count = 1 + random.NextInt(3); count > 0 && bytes.Count > 0; count--)
        {
            // Headers are at the start, and an archive's directory at the end.
            int at = random.NextInt(4) switch
            {
                0 => random.NextInt(Math.Min(bytes.Count, 16)),
                1 => random.NextInt(Math.Min(bytes.Count, 512)),
                2 => bytes.Count - 1 - random.NextInt(Math.Min(bytes.Count, 256)),
                _ => random.NextInt(bytes.Count),
            };
            int length = Math.Min(1 + random.NextInt(1 << random.NextInt(8)), bytes.Count - at);
            switch (random.NextInt(9))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.NextInt(8));
                    break;
                case 1:
                    ReadOnlySpan<byte> odd = [0, 1, 127, 128, 255, .. "0129\"'{}[](),:-.\n\\ ;PK"u8];
                    bytes[at] = odd[random.NextInt(odd.Length)];
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(at, Enumerable.Range(0, length).Select(_ => (byte)random.NextInt(256)));
                    break;
                case 4:
                    bytes.InsertRange(random.NextInt(bytes.Count), bytes.GetRange(at, length));
                    break;
                case 5:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 6:
                    // A number of the header, if it is one of text.
                    int end = at;
                    while (end < bytes.Count && char.IsAsciiDigit((char)bytes[end]))
                        end++;
                    bytes.RemoveRange(at, end - at);
                    string[] numbers = ["0", "-1", "1e9", "4294967296", "2147483647", "9223372036854775807", "99999999999999999999", "100000000", "1"];
                    bytes.InsertRange(at, Encoding.ASCII.GetBytes(numbers[random.NextInt(numbers.Length)]));
                    break;
                case 7:
                    // One of bytes.
                    ulong[] extremes = [0, 1, 255, 65535, int.MaxValue, uint.MaxValue, long.MaxValue, ulong.MaxValue, 1UL << 40, 1 << 26];
                    byte[] extreme = BitConverter.GetBytes(extremes[random.NextInt(extremes.Length)]);
                    if (random.NextInt(2) == 0)
                        Array.Reverse(extreme);
                    int size = Math.Min(1 << random.NextInt(4), bytes.Count - at);
                    extreme.AsSpan(0, size).CopyTo(CollectionsMarshal.AsSpan(bytes)[at..]);
                    break;
                default:
                    bytes.Reverse(at, length);
                    break;
            }
        }

        return [.. bytes];
    }
}
