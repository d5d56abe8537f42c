namespace MeanFieldDsl;

/// <summary>Proved lower bounds of the first variation over boxes of particles, with s V in place of V.</summary>
internal abstract class VariationBounds
{
    /// <summary>The proved degree of positive homogeneity of V in all its parameters, or NaN.</summary>
    public abstract double JointDegree { get; }

    /// <summary>The proved degree of positive homogeneity of V in the weights, or NaN.</summary>
    public abstract double WeightDegree { get; }

    /// <summary>How many numbers of θ may vary over a box.</summary>
    public abstract int MostVariables { get; }

    /// <summary>How many rows a bound passes over.</summary>
    public abstract int RowCount { get; }

    /// <summary>The largest absolute value of the data, which says how far out a particle may matter.</summary>
    public abstract double Reach { get; }

    /// <summary>Bounds s V(θ) + Σ_r c_r φ(θ; x_r) from below, c_r the derivative of the loss at the last linearisation.</summary>
    /// <param name="low">The least value of each number of θ; −∞ where it is not bounded.</param>
    /// <param name="high">The largest; at most <see cref="MostVariables"/> numbers may differ from the least.</param>
    /// <param name="scale">s, at least 0.</param>
    /// <returns>The bounds; −∞ where none was found.</returns>
    public abstract BoxBound Over(ReadOnlySpan<double> low, ReadOnlySpan<double> high, double scale);
}
