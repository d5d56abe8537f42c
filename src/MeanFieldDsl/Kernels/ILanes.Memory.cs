namespace MeanFieldDsl.Kernels;

/// <summary>The lanes of <see cref="ILanes{TSelf}"/> together with the memory that they are read from and written to.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
/// <typeparam name="TNumber">double or float: what a lane holds.</typeparam>
/// <remarks>
/// Memory is addressed by reference and not checked: the caller guarantees <see cref="ILanes{TSelf}.Count"/> (or, for accumulators,
/// <see cref="AccumulatorLength"/>) numbers. No alignment is needed; 64 bytes is fastest.
/// </remarks>
public interface ILanes<TSelf, TNumber> : ILanes<TSelf>
    where TSelf : unmanaged, ILanes<TSelf, TNumber>
    where TNumber : unmanaged
{
    /// <summary>How many numbers one accumulator slot takes: one machine vector.</summary>
    static abstract int AccumulatorLength { get; }

    /// <summary>Reads <see cref="ILanes{TSelf}.Count"/> consecutive numbers.</summary>
    /// <param name="source">The first of them.</param>
    static abstract TSelf Load(ref readonly TNumber source);

    /// <summary>Writes <see cref="ILanes{TSelf}.Count"/> consecutive numbers.</summary>
    /// <param name="value">The value to write.</param>
    /// <param name="target">Where the first lane goes.</param>
    static abstract void Store(TSelf value, ref TNumber target);

    /// <summary>The same number of memory in every lane.</summary>
    /// <param name="source">The number.</param>
    static abstract TSelf Repeat(ref readonly TNumber source);

    /// <summary>Reads source[index] for every lane.</summary>
    /// <param name="source">Element 0.</param>
    /// <param name="index">Integers within the array.</param>
    static abstract TSelf Gather(ref readonly TNumber source, TSelf index);

    /// <summary>target[index] += value, lane after lane, so that equal indices add up in a fixed order.</summary>
    /// <param name="target">Element 0.</param>
    /// <param name="index">Integers within the array.</param>
    /// <param name="value">What to add.</param>
    static abstract void ScatterAdd(ref TNumber target, TSelf index, TSelf value);

    /// <summary>
    /// accumulator += a · b in one machine vector; the vectors of a wider value are folded in one after the other,
    /// each with a fused multiply-add.
    /// </summary>
    /// <param name="accumulator">The first of <see cref="AccumulatorLength"/> numbers.</param>
    /// <param name="a">The first factor.</param>
    /// <param name="b">The second factor.</param>
    static abstract void AccumulateProduct(ref TNumber accumulator, TSelf a, TSelf b);

    /// <summary>accumulator += value in one machine vector; the vectors of a wider value are added one after the other.</summary>
    /// <param name="accumulator">The first of <see cref="AccumulatorLength"/> numbers.</param>
    /// <param name="value">What to add.</param>
    static abstract void Accumulate(ref TNumber accumulator, TSelf value);
}
