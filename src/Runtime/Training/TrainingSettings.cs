using System.Collections.Generic;
using System.Linq;

namespace Generated;

/// <summary>What a saved training and the one that goes on from it must have in common, by name.</summary>
internal static class TrainingSettings
{
    /// <summary>A loss by its full type: namespace, name and type arguments. Its assembly may have another version, or another name.</summary>
    public static string NameOf<TLoss>() => typeof(TLoss).ToString();

    /// <summary>Requires that both have the same settings, in the same order.</summary>
    /// <exception cref="CheckpointException">They do not: the message names the setting and both values.</exception>
    public static void RequireSame(string path, IReadOnlyList<(string Name, string Value)> saved, IReadOnlyList<(string Name, string Value)> current)
    {
        if (saved.FirstOrDefault(setting => !current.Any(known => known.Name == setting.Name)).Name is { } name)
            throw new CheckpointException(path, $"it has the setting '{name}', which this library does not know.");
        for (int i = 0; i < current.Count; i++)
        {
            string given = i < saved.Count && saved[i].Name == current[i].Name ? saved[i].Value : "not known";
            if (given != current[i].Value)
            {
                throw new CheckpointException(path,
                    $"the {current[i].Name} of the saved training is '{given}', but that of this one is '{current[i].Value}'.");
            }
        }

        if (saved.Count > current.Count)
            throw new CheckpointException(path, $"it has the setting '{saved[current.Count].Name}' twice.");
    }
}
