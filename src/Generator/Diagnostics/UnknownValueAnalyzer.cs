using Generated.Generator.Shapes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>Layers and outputs take values that stand before them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class UnknownValueAnalyzer() : WiringAnalyzer(Descriptors.UnknownValue, WiringMistake.Source);
