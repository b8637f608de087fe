using System.Threading.Tasks;
using Xunit;

namespace Generated.Tests;

/// <summary>The numeric tests of the runtime once more, with narrower registers and without a fused multiply-add.</summary>
public class RegisterWidthTests
{
    [Theory]
    [InlineData("DOTNET_PreferredVectorBitWidth", "256")]
    [InlineData("DOTNET_PreferredVectorBitWidth", "128")]
    [InlineData("DOTNET_EnableAVX512", "0")]
    [InlineData("DOTNET_EnableAVX2", "0")]
    public Task TheRuntimeIsRightWithOtherRegisters(string variable, string value) => TestProcess.RunAsync(
        typeof(RegisterWidthTests).Assembly,
        [
            typeof(VectorMathTests), typeof(LossTests), typeof(OptimizerTests), typeof(GoldenTrajectoryTests), typeof(AdamTests), typeof(RmsPropTests),
            typeof(AdagradTests), typeof(GradientClippingTests), typeof(SgdTests), typeof(TrainerTests), typeof(MatrixProductTests), typeof(SymmetricEigenTests),
            typeof(FitBitsTests), typeof(ConvolutionTests), typeof(PoolingTests), typeof(LayerNormalizationTests), typeof(FeatureKernelTests),
            typeof(JoinsTests), typeof(DropoutMaskTests), typeof(RadialBasisFunctionsTests),
        ],
        (variable, value));
}
