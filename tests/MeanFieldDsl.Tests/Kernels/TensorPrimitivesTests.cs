using System.Numerics.Tensors;
using MeanFieldDsl.Kernels;

namespace MeanFieldDsl.Tests.Kernels;

/// <summary>The vector functions against those of the framework's tensor library, which was written independently.</summary>
public class TensorPrimitivesTests
{
    private const int Count = 4096;

    [Fact]
    public void Exponentials_agree() => Agree(x => VectorMath.Exp(x), TensorPrimitives.Exp, -700, 700);

    [Fact]
    public void Logarithms_agree() => Agree(x => VectorMath.Log(x), TensorPrimitives.Log, 1e-300, 1e300);

    [Fact]
    public void Sigmoids_agree() => Agree(x => VectorMath.Sigmoid(x), TensorPrimitives.Sigmoid, -30, 30);

    [Fact]
    public void Hyperbolic_tangents_agree() =>
        // The framework's loses digits close to 0 (14 units at −0.0232, where the series gives ours).
        Agree(x => VectorMath.Tanh(x), TensorPrimitives.Tanh, -20, 20, relativeFrom: 0.1);

    [Fact]
    public void Sines_and_cosines_agree()
    {
        Agree(x => VectorMath.Sin(x), TensorPrimitives.Sin, -100, 100);
        Agree(x => VectorMath.Cos(x), TensorPrimitives.Cos, -100, 100);
    }

    private static void Agree(Func<Lanes4, Lanes4> ours, Action<ReadOnlySpan<double>, Span<double>> theirs, double low, double high, double relativeFrom = 1e-3)
    {
        double[] x = new double[Count], expected = new double[Count], found = new double[Count];
        CounterRandom random = new(20261121, 1);
        for (int i = 0; i < Count; i++)
        {
            x[i] = low + ((high - low) * random.NextDouble());
        }

        theirs(x, expected);
        for (int i = 0; i < Count; i += Lanes4.Count)
        {
            Lanes4.Store(ours(Lanes4.Load(in x[i])), ref found[i]);
        }

        // Both are within a few units in the last place of the truth; near a zero of sine and cosine that is absolute.
        for (int i = 0; i < Count; i++)
        {
            double bound = (16 * double.Epsilon) + (8 * Math.Max(Math.Abs(expected[i]), relativeFrom) * Math.Pow(2, -52));
            Assert.True(Math.Abs(found[i] - expected[i]) <= bound, $"at {x[i]:R}: {found[i]:R} against {expected[i]:R}");
        }
    }
}
