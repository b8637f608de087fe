using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Generated.Tests;

/// <summary>Every loss with every output: what the compiler says is what the table in docs/training.md says, and what a network does.</summary>
public class LossFitTests
{
    private static readonly string[] s_errors = ["HalfSquaredError", "MeanSquaredError", "MeanAbsoluteError", "Huber"];

    /// <summary>The table in words of the test: the rule that a pair is reported by, and the loss that is put in its place.</summary>
    private static (string? Rule, string? Fix) Expected(string loss, string output) => (loss, output) switch
    {
        (_, "Step") => ("GEN0025", null),
        (_, "Softmax") when s_errors.Contains(loss) => ("GEN0024", "CategoricalCrossEntropy"),
        (_, "Sigmoid") when s_errors.Contains(loss) => ("GEN0024", "BinaryCrossEntropy"),
        _ when s_errors.Contains(loss) => (null, null),

        ("BinaryCrossEntropy", "Sigmoid" or "RadialBasis") => (null, null),
        ("BinaryCrossEntropy", "Softmax") => ("GEN0024", "CategoricalCrossEntropy"),
        ("CategoricalCrossEntropy" or "KullbackLeibler", "Softmax") => (null, null),
        ("CategoricalCrossEntropy" or "KullbackLeibler", "Sigmoid" or "RadialBasis") => ("GEN0024", "BinaryCrossEntropy"),
        ("BinaryCrossEntropy" or "CategoricalCrossEntropy" or "KullbackLeibler", "Linear") => ("GEN0031", loss + "FromLogits"),
        ("BinaryCrossEntropy" or "CategoricalCrossEntropy" or "KullbackLeibler", _) => ("GEN0031", null),

        (_, "Linear" or "LeakyReLU") => (null, null),
        (_, "Sigmoid" or "RadialBasis") => ("GEN0024", "BinaryCrossEntropy"),
        ("KullbackLeiblerFromLogits", "Softmax") => ("GEN0024", "KullbackLeibler"),
        (_, "Softmax") => ("GEN0024", "CategoricalCrossEntropy"),
        _ => ("GEN0024", null),
    };

    [Fact]
    public void EveryPairIsReportedAsTheTableSays()
    {
        string[] losses = [.. Losses.All.Select(loss => loss.Name)], outputs = [.. Enum.GetNames<Activation>(), "RadialBasis"];
        string source = "using Generated;\n" + string.Concat(outputs.Select(output => output == "RadialBasis"
            ? "[Network(2)] [RadialBasis(3)] partial class RadialBasisNet;\n"
            : $"[Network(2, 3, Output = Activation.{output})] partial class {output}Net;\n"));
        source += "class Program\n{\n" + string.Concat(outputs.SelectMany(output => losses.Select(loss =>
            $"    void {output}_{loss}(Trainer<{output}Net, float> t, Dataset<float> d) => t.Train<{loss}>(d, new Sgd<float>(1));\n"))) + "}\n";

        ILookup<string, Diagnostic> reported = AnalyzerHarness.Diagnose(source)
            .ToLookup(diagnostic => source.Split('\n')[diagnostic.Location.GetLineSpan().StartLinePosition.Line].Trim().Split(' ', '(')[1]);
        var wrong = new List<string>();
        foreach (string output in outputs)
        {
            foreach (string loss in losses)
            {
                (string? rule, string? fix) = Expected(loss, output);
                Diagnostic? found = reported[$"{output}_{loss}"].SingleOrDefault();
                string? named = found?.Properties.GetValueOrDefault("Fitting");
                if (found?.Id != rule || named != fix)
                    wrong.Add($"{loss} with {output}: expected {rule}, {fix}, but got {found}, {named}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void TheLossThatIsPutInFits()
    {
        foreach (string output in Enum.GetNames<Activation>())
        {
            foreach (string fix in Losses.All.Select(loss => Expected(loss.Name, output).Fix).OfType<string>())
                Assert.Equal((null, null), Expected(fix, output));
        }
    }
}
