namespace MeanFieldDsl.Kernels;

/// <summary>Rows with inputs under a law and the teacher's function as the target.</summary>
internal sealed class LawOfRows(InputLaw law, Teacher teacher)
{
    /// <summary>Draws one row, as <see cref="RowSampler"/> says.</summary>
    public double Draw(ref CounterRandom random, Span<double> inputs)
    {
        double square = 0;
        foreach (ref double input in inputs)
        {
            input = random.NextGaussian();
            square += input * input;
        }

        if (law == InputLaw.UnitSphere)
        {
            // A normal number is never 0.
            double norm = Math.Sqrt(square);
            foreach (ref double input in inputs)
            {
                input /= norm;
            }
        }

        return teacher.Value(inputs);
    }
}
