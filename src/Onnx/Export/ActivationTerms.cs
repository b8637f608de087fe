using System;
using System.Collections.Immutable;
using Generated.Onnx.Proto;
using static Generated.Onnx.Proto.AttributeProto.Types;

namespace Generated.Onnx.Export;

/// <summary>Every activation function in the operators of ONNX's operator set 17.</summary>
/// <remarks>
/// In double precision more of them are written out: ONNX Runtime has no Elu, Selu, Softplus, Softsign and Erf of doubles, and the
/// attribute of LeakyRelu is a float. Only erf is then computed in single precision, which is an error of 1e-7 at most in GELU.
/// </remarks>
internal static class ActivationTerms
{
    /// <summary>The numbers of Klambauer et al., 2017.</summary>
    private const double SeluLambda = 1.0507009873554805, SeluAlpha = 1.6732632423543772;

    /// <summary>The function of the weighted sums <paramref name="z"/>; <paramref name="z"/> itself if it is linear.</summary>
    public static Term Of(Activation activation, Precision precision, Term z)
    {
        bool isDouble = precision == Precision.Double;
        return activation switch
        {
            Activation.Linear => z,
            Activation.Step => Cast(Operator("GreaterOrEqual", z, Number(0)), isDouble ? TensorProto.Types.DataType.Double : TensorProto.Types.DataType.Float),
            Activation.Sigmoid => Operator("Sigmoid", z),
            Activation.Tanh => Operator("Tanh", z),
            Activation.ReLU => Operator("Relu", z),
            Activation.LeakyReLU => isDouble ? Operator("PRelu", z, Number(0.01)) : Operator("LeakyRelu", z, Attribute("alpha", 0.01f)),
            Activation.ELU => isDouble ? WherePositive(z, z, ExponentialMinusOne(z)) : Operator("Elu", z, Attribute("alpha", 1)),
            Activation.SELU => isDouble
                ? WherePositive(z, Multiply(z, Number(SeluLambda)), Multiply(ExponentialMinusOne(z), Number(SeluLambda * SeluAlpha)))
                : Operator("Selu", z, Attribute("alpha", (float)SeluAlpha), Attribute("gamma", (float)SeluLambda)),
            // As PyTorch writes it, so that others recognise it.
            Activation.GELU => Multiply(Multiply(z, Add(Erf(Operator("Div", z, Number(Math.Sqrt(2))), isDouble), Number(1))), Number(0.5)),
            // ONNX Runtime replaces z·σ(z) by an operator that it does not have in double.
            Activation.SiLU => isDouble ? Operator("Div", z, Add(Operator("Exp", Operator("Neg", z)), Number(1))) : Multiply(z, Operator("Sigmoid", z)),
            Activation.Mish => Multiply(z, Operator("Tanh", Softplus(z, isDouble))),
            Activation.Softplus => Softplus(z, isDouble),
            Activation.Softsign => isDouble ? Operator("Div", z, Add(Operator("Abs", z), Number(1))) : Operator("Softsign", z),
            Activation.HardTanh => Operator("Clip", z, Number(-1), Number(1)),
            Activation.Softmax => Operator("Softmax", z, new AttributeProto { Name = "axis", Type = AttributeType.Int, I = -1 }),
            _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "There is no such activation function."),
        };
    }

    /// <summary>ln(1 + eᶻ) = max(z, 0) + ln(1 + e^−|z|), whose exponential does not overflow.</summary>
    private static OperatorTerm Softplus(Term z, bool isDouble) => isDouble
        ? Add(Operator("Relu", z), Operator("Log", Add(Operator("Exp", Operator("Neg", Operator("Abs", z))), Number(1))))
        : Operator("Softplus", z);

    private static OperatorTerm ExponentialMinusOne(Term z) => Operator("Sub", Operator("Exp", z), Number(1));

    private static OperatorTerm WherePositive(Term z, Term then, Term otherwise) => Operator("Where", Operator("Greater", z, Number(0)), then, otherwise);

    private static OperatorTerm Erf(Term x, bool isDouble) => isDouble
        ? Cast(Operator("Erf", Cast(x, TensorProto.Types.DataType.Float)), TensorProto.Types.DataType.Double)
        : Operator("Erf", x);

    private static OperatorTerm Add(Term left, Term right) => Operator("Add", left, right);

    private static OperatorTerm Multiply(Term left, Term right) => Operator("Mul", left, right);

    private static OperatorTerm Cast(Term x, TensorProto.Types.DataType type) =>
        Operator("Cast", x, new AttributeProto { Name = "to", Type = AttributeType.Int, I = (int)type });

    private static ConstantTerm Number(double value) => new(value);

    private static AttributeProto Attribute(string name, float value) => new() { Name = name, Type = AttributeType.Float, F = value };

    private static OperatorTerm Operator(string type, params ImmutableArray<Term> inputs) => new(type, inputs, []);

    private static OperatorTerm Operator(string type, Term input, params ImmutableArray<AttributeProto> attributes) => new(type, [input], attributes);
}
