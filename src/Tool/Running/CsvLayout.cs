namespace Generated.Tool.Running;

/// <summary>How the CSV files of a run are laid out.</summary>
/// <param name="Separator">What stands between two fields, in both files.</param>
/// <param name="HasHeader">Whether the first line of the input names columns; null if the line itself tells. The output then has such a line too.</param>
internal sealed record CsvLayout(char Separator, bool? HasHeader);
