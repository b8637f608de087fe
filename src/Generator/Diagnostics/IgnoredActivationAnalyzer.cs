using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>Every activation that is set has an effect.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class IgnoredActivationAnalyzer() : DeclarationAnalyzer(Descriptors.IgnoredActivation)
{
    internal override IEnumerable<Mistake> Find(DeclaredNetwork network)
    {
        (TypedConstant? Value, string Name)[] settings = [(network.Hidden, "Hidden"), (network.Output, "Output"), (network.Activations, "Activations")];
        string reason;
        if (network.IsLongForm)
            reason = "each layer attribute has its own";
        else if (network.Sizes is { Count: > 1 } && network.Activations is not null)
            (reason, settings[2].Value) = ("Activations gives them all", null);
        else
            return [];
        return settings.Where(setting => setting.Value is not null)
            .Select(setting => new Mistake(network.Attribute.SettingLocation(setting.Name), setting.Name, network.Type.Name, reason));
    }
}
