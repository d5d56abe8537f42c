using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

/// <summary>
/// A sum that carries its rounding error along, lane by lane (Knuth's two-sum, The Art of Computer Programming,
/// section 4.2.2): the error is a few units in the last place of Σ|x| for any number of terms.
/// </summary>
internal struct CompensatedSum<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private TLanes _sum;
    private TLanes _error;

    /// <summary>The sum over all terms and lanes, in a fixed order.</summary>
    public readonly double Total
    {
        get
        {
            double sum = TLanes.Sum(_sum);

            // An infinite sum has a meaningless error term.
            return double.IsFinite(sum) ? sum + TLanes.Sum(_error) : sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(TLanes value)
    {
        TLanes sum = _sum + value;
        TLanes back = sum - _sum;
        _error += (_sum - (sum - back)) + (value - back);
        _sum = sum;
    }
}
