using Generated.Generator.Shapes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>Layers fit what they are given.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class LayerMisfitAnalyzer() : WiringAnalyzer(Descriptors.LayerMisfit, WiringMistake.Shape);
