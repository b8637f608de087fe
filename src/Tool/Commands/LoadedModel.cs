using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Generated.Onnx;
using Generated.Tool.Formats;
using Generated.Tool.Models;

namespace Generated.Tool.Commands;

/// <summary>A model that a command was told, and what its file holds beside it.</summary>
/// <param name="Model">The model.</param>
/// <param name="Notes">What was left out of the file, a sentence each.</param>
/// <param name="ClassLabels">What the file calls the classes; empty if it does not.</param>
internal sealed record LoadedModel(NetworkModel Model, IReadOnlyList<string> Notes, IReadOnlyList<string> ClassLabels)
{
    private const string OwnState =
        "The file has a state that the first step starts from. 'run' takes it; an imported or exported network starts from zeros.";

    public LoadedModel(NetworkModel model)
        : this(model, [], model.Labels)
    {
    }

    public LoadedModel(OnnxImport import)
        : this(import.Model, import.Notes, import.ClassLabels)
    {
    }

    public LoadedModel(JsonModel json)
        : this(json.Model, json.InitialState.Count == 0 ? [] : [OwnState], [])
    {
        Format = json.Format;
        InitialState = json.InitialState;
    }

    /// <summary>What the file's format is called.</summary>
    public string Format { get; init; } = "ONNX";

    /// <summary>The state that the first step of a streaming network starts from; empty for zeros.</summary>
    public IReadOnlyList<double> InitialState { get; } = [];

    /// <summary>A sentence that says which classes the outputs are of; empty if the file does not.</summary>
    public string Classes => OutputClass.Sentence(Model)
        ?? (ClassLabels.Count > 0 ? Listing.Printable($"The outputs are of the classes {string.Join(", ", ClassLabels.Select(label => $"'{label}'"))}.") : "");

    /// <summary>What the outputs are called in a table: the output's name in the model, with the class of each, or else its number.</summary>
    public IReadOnlyList<string> ColumnNames
    {
        get
        {
            if (Model.Shape.OutputSize == 1 && Model.OutputClass is { } only)
                return [$"{Model.OutputNames[0]}_{only}"];
            var columns = new List<string>();
            foreach ((ValueShape output, string name) in Model.Shape.Outputs.Zip(Model.OutputNames))
            {
                IEnumerable<string> numbers = Enumerable.Range(0, output.Size).Select(i => i.ToString(CultureInfo.InvariantCulture));
                bool isLabelled = Model.Shape.Outputs.Count == 1 && ClassLabels.Count == output.Size;
                columns.AddRange(output.Size == 1 ? [name] : (isLabelled ? ClassLabels : numbers).Select(part => $"{name}_{part}"));
            }

            return columns;
        }
    }
}
