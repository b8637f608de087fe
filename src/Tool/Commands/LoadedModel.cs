using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Generated.Onnx;
using Generated.Tool.Models;

namespace Generated.Tool.Commands;

/// <summary>A model that a command was told, and what its file holds beside it.</summary>
/// <param name="Model">The model.</param>
/// <param name="Notes">What was left out of the file, a sentence each.</param>
/// <param name="ClassLabels">What the file calls the classes; empty if it does not.</param>
internal sealed record LoadedModel(DenseModel Model, IReadOnlyList<string> Notes, IReadOnlyList<string> ClassLabels)
{
    public LoadedModel(DenseModel model)
        : this(model, [], [])
    {
    }

    public LoadedModel(OnnxImport import)
        : this(import.Model, import.Notes, import.ClassLabels)
    {
    }

    /// <summary>A sentence that says which classes the outputs are of; empty if the file does not.</summary>
    public string Classes => OutputClass.Sentence(Model)
        ?? (ClassLabels.Count > 0 ? Listing.Printable($"The outputs are of the classes {string.Join(", ", ClassLabels.Select(label => $"'{label}'"))}.") : "");

    /// <summary>What the outputs are called in a table: the output's name in the model, with the class of each, or else its number.</summary>
    public IReadOnlyList<string> ColumnNames
    {
        get
        {
            int outputs = Model.Shape.OutputSize;
            if (outputs == 1)
                return [Model.OutputClass is { } only ? $"{Model.OutputName}_{only}" : Model.OutputName];
            IEnumerable<string> numbers = Enumerable.Range(0, outputs).Select(i => i.ToString(CultureInfo.InvariantCulture));
            IEnumerable<string> names = ClassLabels.Count == outputs ? ClassLabels : numbers;
            return [.. names.Select(name => $"{Model.OutputName}_{name}")];
        }
    }
}
