using Generated.Generator.Shapes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>Every value has a name of its own.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ValueNameAnalyzer() : WiringAnalyzer(Descriptors.ValueName, WiringMistake.Name);
