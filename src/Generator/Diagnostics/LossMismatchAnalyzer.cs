using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>An output is trained with a loss from which it learns well.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class LossMismatchAnalyzer() : LossAnalyzer(Descriptors.LossMismatch, ofImpossible: false);
