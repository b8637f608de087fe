using System;
using System.IO;
using System.Text;

namespace Generated.Samples.Amplifier;

/// <summary>Writes sound as a WAV file: one channel of 16 bits.</summary>
internal static class WaveFile
{
    /// <summary>Writes samples between −1 and 1; what is beyond is clipped.</summary>
    public static void Save(string path, ReadOnlySpan<float> samples)
    {
        using var writer = new BinaryWriter(File.Create(path), Encoding.ASCII);
        int bytes = 2 * samples.Length;
        writer.Write("RIFF"u8);
        writer.Write(36 + bytes);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(Pluck.SampleRate);
        writer.Write(2 * Pluck.SampleRate);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(bytes);
        foreach (float sample in samples)
            writer.Write((short)Math.Clamp(MathF.Round(32767 * sample), -32768, 32767));
    }
}
