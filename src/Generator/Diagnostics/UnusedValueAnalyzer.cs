using Generated.Generator.Shapes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>Every value is read by a layer or is an output.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class UnusedValueAnalyzer() : WiringAnalyzer(Descriptors.UnusedValue, WiringMistake.Unused);
