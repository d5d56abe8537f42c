namespace MeanFieldDsl.Kernels;

/// <summary>The function f* = (1/m₀) Σ_j g(θ*_j) σ(⟨w*_j, x⟩) that a population risk is measured against.</summary>
internal sealed class Teacher
{
    private readonly ExpectedActivation _activation;
    private readonly double[] _directions;
    private readonly double[] _coefficients;

    public Teacher(ExpectedActivation activation, double[] directions, double[] coefficients)
    {
        (_activation, _directions, _coefficients) = (activation, directions, coefficients);
        Length = directions.Length / coefficients.Length;
        Square = activation.IsRectifier
            ? SquareOf(new RectifierExpectation(activation.First, activation.Second))
            : SquareOf(new ErfExpectation(activation.First, activation.Second, activation.Rate));
    }

    /// <summary>σ.</summary>
    public ExpectedActivation Activation => _activation;

    public int Count => _coefficients.Length;

    /// <summary>E f*(x)² under N(0, I).</summary>
    public double Square { get; }

    /// <summary>The dimension of the inputs.</summary>
    public int Length { get; }

    /// <summary>g(θ*_j)/m₀.</summary>
    public ReadOnlySpan<double> Coefficients => _coefficients;

    public ReadOnlySpan<double> Direction(int index) => _directions.AsSpan(index * Length, Length);

    /// <summary>f*(x).</summary>
    public double Value(ReadOnlySpan<double> inputs)
    {
        double sum = 0;
        for (int j = 0; j < Count; j++)
        {
            sum += _coefficients[j] * _activation.Value(Product(Direction(j), inputs));
        }

        return sum;
    }

    private double SquareOf<TExpectation>(in TExpectation expectation)
        where TExpectation : struct, IPairExpectation
    {
        using Directions<Lanes1> all = new(Count, Length);
        for (int j = 0; j < Count; j++)
        {
            all.Set(j, Direction(j), _coefficients[j]);
        }

        for (int first = 0; first < all.Padded; first += Tiles.Rows)
        {
            all.Square(first);
        }

        double sum = 0;
        for (int j = 0; j < Count; j++)
        {
            sum += _coefficients[j] * all.Sum(expectation, Direction(j));
        }

        return sum;
    }

    // Four sums, or each addition would wait for the one before.
    private static double Product(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        int k = 0;
        for (; k + 4 <= a.Length; k += 4)
        {
            s0 += a[k] * b[k];
            s1 += a[k + 1] * b[k + 1];
            s2 += a[k + 2] * b[k + 2];
            s3 += a[k + 3] * b[k + 3];
        }

        for (; k < a.Length; k++)
        {
            s0 += a[k] * b[k];
        }

        return (s0 + s1) + (s2 + s3);
    }
}
