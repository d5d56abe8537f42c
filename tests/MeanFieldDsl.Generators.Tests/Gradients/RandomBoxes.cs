namespace MeanFieldDsl.Generators.Tests.Gradients;

/// <summary>Proved bounds over boxes against the interpreter at points of the boxes.</summary>
internal sealed class RandomBoxes(VariationBounds bounds, ReferenceModel reference, double[][] particle, int[] parameters, Random random)
{
    private const double Epsilon = 2.220446049250313e-16;
    private const int Boxes = 12;
    private const int Points = 12;

    // What random models have shown together: bounds that say something, and bounds that came close.
    private static int s_finite;
    private static int s_close;

    /// <summary>How many bounds were finite, and of boxes that are all but points, how many were close.</summary>
    public static (int Finite, int Close) Counts => (Volatile.Read(ref s_finite), Volatile.Read(ref s_close));

    public void AssertSound(string at)
    {
        (int Parameter, int Element)[] numbers = [.. parameters.SelectMany(p => particle[p].Select((_, e) => (p, e)))];
        for (int b = 0; b < Boxes; b++)
        {
            double[] centre = [.. numbers.Select(n => particle[n.Parameter][n.Element])], low = [.. centre], high = [.. centre];
            double size = Math.Pow(10, 1 - (7 * random.NextDouble()));
            foreach (int k in Enumerable.Range(0, numbers.Length).OrderBy(_ => random.Next()).Take(1 + random.Next(3)))
            {
                bool isOpen = random.Next(12) == 0;
                low[k] = isOpen && random.Next(2) == 0 ? double.NegativeInfinity : centre[k] - (size * random.NextDouble());
                high[k] = isOpen && random.Next(2) == 0 ? double.PositiveInfinity : centre[k] + (size * random.NextDouble());
            }

            BoxBound bound = bounds.Over(low, high, 1);
            Assert.False(double.IsNaN(bound.Variation) || double.IsNaN(bound.Sum) || double.IsNaN(bound.Penalty), $"a bound is NaN, {Text(low, high)}, {at}");
            _ = double.IsFinite(bound.Variation) ? Interlocked.Increment(ref s_finite) : 0;
            for (int j = 0; j < Points; j++)
            {
                double[] theta = [.. low.Zip(high, Draw)];
                Bounded value = reference.FirstVariation(At(numbers, theta));
                double slack = 16 * Epsilon * value.Condition;
                Assert.False(value.Value + slack < bound.Variation, $"F' = {value.Value:R} at ({string.Join(", ", theta)}) is below the bound {bound.Variation:R} of the box {Text(low, high)}, {at}");
                _ = j == 0 && size < 1e-5 && value.Value - bound.Variation < 1e-3 * (1 + value.Condition) ? Interlocked.Increment(ref s_close) : 0;
            }
        }
    }

    private double Draw(double low, double high)
    {
        double far = Math.Pow(10, (6 * random.NextDouble()) - 2);
        return (double.IsFinite(low), double.IsFinite(high), random.Next(6)) switch
        {
            (true, true, 0) => low,
            (true, true, 1) => high,
            (true, true, _) => Math.Clamp(low + ((high - low) * random.NextDouble()), low, high),
            (true, false, _) => low + far,
            (false, true, _) => high - far,
            _ => random.Next(2) == 0 ? far : -far,
        };
    }

    private double[][] At((int Parameter, int Element)[] numbers, double[] theta)
    {
        double[][] moved = [.. particle.Select(values => (double[])[.. values])];
        for (int k = 0; k < numbers.Length; k++)
        {
            moved[numbers[k].Parameter][numbers[k].Element] = theta[k];
        }

        return moved;
    }

    private static string Text(double[] low, double[] high) => string.Join(" × ", low.Zip(high, static (l, h) => $"[{l:R}, {h:R}]"));
}
