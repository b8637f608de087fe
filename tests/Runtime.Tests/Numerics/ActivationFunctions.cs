using System;
using System.Collections.Generic;
using System.Linq;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>Something to be checked for one activation function.</summary>
public interface IActivationCheck
{
    void Run<TActivation>(Activation activation)
        where TActivation : struct, IActivationFunction;
}

/// <summary>From the names of the activation functions to their types.</summary>
public static class ActivationFunctions
{
    /// <summary>All but softmax, which is not a function of a single value.</summary>
    public static IEnumerable<TheoryDataRow<Activation>> All => Enum.GetValues<Activation>().Where(a => a != Activation.Softmax).Select(a => new TheoryDataRow<Activation>(a));

    public static void Run(this IActivationCheck check, Activation activation)
    {
        switch (activation)
        {
            case Activation.Linear: check.Run<Linear>(activation); break;
            case Activation.Step: check.Run<Step>(activation); break;
            case Activation.Sigmoid: check.Run<Sigmoid>(activation); break;
            case Activation.Tanh: check.Run<Tanh>(activation); break;
            case Activation.ReLU: check.Run<ReLU>(activation); break;
            case Activation.LeakyReLU: check.Run<LeakyReLU>(activation); break;
            case Activation.ELU: check.Run<ELU>(activation); break;
            case Activation.SELU: check.Run<SELU>(activation); break;
            case Activation.GELU: check.Run<GELU>(activation); break;
            case Activation.SiLU: check.Run<SiLU>(activation); break;
            case Activation.Mish: check.Run<Mish>(activation); break;
            case Activation.Softplus: check.Run<Softplus>(activation); break;
            case Activation.Softsign: check.Run<Softsign>(activation); break;
            case Activation.HardTanh: check.Run<HardTanh>(activation); break;
            default: throw new ArgumentOutOfRangeException(nameof(activation), activation, null);
        }
    }
}
