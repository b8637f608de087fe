using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>An output is trained with a loss that can be computed from it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class LossNotComputableAnalyzer() : LossAnalyzer(Descriptors.LossNotComputable, ofImpossible: true);
