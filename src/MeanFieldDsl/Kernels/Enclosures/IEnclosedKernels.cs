namespace MeanFieldDsl.Kernels;

/// <summary>The generated code of a feature that can be enclosed: φ(θ; x_r) for all θ of a box at once.</summary>
public interface IEnclosedFeature
{
    /// <summary>Encloses φ(θ; x_r) for each row.</summary>
    /// <typeparam name="TLanes">The enclosures; lanes run over rows.</typeparam>
    /// <param name="theta">The particle: a set of values for each of its numbers, the same in all lanes.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="values">Receives an enclosure for each <see cref="IEnclosure{TSelf}.Count"/> rows of the block.</param>
    void Enclose<TLanes>(ReadOnlySpan<TLanes> theta, RowBlock rows, Span<TLanes> values)
        where TLanes : unmanaged, IEnclosure<TLanes>;
}

/// <summary>The generated code of a regularizer that can be enclosed, with what was proved of its degrees.</summary>
public interface IEnclosedRegularizer
{
    /// <summary>The proved degree of positive homogeneity of V in all its parameters, or NaN.</summary>
    double JointDegree { get; }

    /// <summary>The proved degree of positive homogeneity of V in the weights with the positions held, or NaN.</summary>
    double WeightDegree { get; }

    /// <summary>Encloses V(θ).</summary>
    /// <typeparam name="TLanes">The enclosures.</typeparam>
    /// <param name="theta">The particle: a set of values for each of its numbers.</param>
    TLanes Enclose<TLanes>(ReadOnlySpan<TLanes> theta)
        where TLanes : unmanaged, IEnclosure<TLanes>;
}
