using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

/// <summary>
/// The sum of c_r f_r(θ) over functions f_r on a box with the middle m, in the forms from which its least value is bounded: as it stands, and by Taylor's theorem,
/// f(m + δ) ∈ f(m) + ∇f(m) δ + ½ δᵀ H δ with the second derivatives H over the box. A function with a kink enters by the mean value theorem, f(m) + G δ with the derivatives G over the box,
/// and one that may jump by its values.
/// </summary>
/// <typeparam name="TCore">The lanes; one function in each.</typeparam>
internal ref struct BoxSums<TCore>
    where TCore : unmanaged, ILanes<TCore, double>
{
    private const int Variables = Jet<TCore>.MostVariables;
    private const int Pairs = Variables * (Variables + 1) / 2;

    private readonly Span<Interval<TCore>> _sums;
    private readonly int _variables;

    /// <summary>Starts at 0.</summary>
    /// <param name="sums">Room for <see cref="Length"/> intervals.</param>
    /// <param name="variables">How many numbers of θ vary.</param>
    public BoxSums(Span<Interval<TCore>> sums, int variables)
    {
        sums.Clear();
        _sums = sums;
        _variables = variables;
    }

    /// <summary>How many intervals the sums take: over the box, at the middle with jumps, and the derivatives.</summary>
    public static int Length => 2 + Variables + Pairs;

    /// <summary>Adds c f lane by lane.</summary>
    /// <param name="factor">c; 0 in lanes that hold nothing.</param>
    /// <param name="box">f over the box.</param>
    /// <param name="middle">f at its middle.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public readonly void Add(TCore factor, in Jet<TCore> box, in Jet<TCore> middle)
    {
        Interval<TCore> c = new(factor, factor);
        TCore hasBends = box.HasBends, hasSlopes = box.HasSlopes, isNothing = TCore.Equal(factor, TCore.Zero);
        Add(0, c * box.Value, isNothing);
        Add(1, c * Interval<TCore>.Choose(hasSlopes, middle.Value, box.Value), isNothing);
        for (int k = 0, at = 2 + Variables; k < _variables; k++)
        {
            Interval<TCore> slope = Interval<TCore>.Choose(hasBends, middle.Slope(k), Interval<TCore>.Choose(hasSlopes, box.Slope(k), Interval<TCore>.Zero));
            Add(2 + k, c * slope, isNothing);
            for (int l = k; l < _variables; l++, at++)
            {
                Add(at, c * Interval<TCore>.Choose(hasBends, box.Bend(k, l), Interval<TCore>.Zero), isNothing);
            }
        }
    }

    /// <summary>Sums the lanes.</summary>
    /// <param name="totals">Receives <see cref="Length"/> intervals.</param>
    public readonly void Total(Span<Interval<Lanes1>> totals)
    {
        for (int k = 0; k < Length; k++)
        {
            totals[k] = Total(_sums[k]);
        }
    }

    /// <summary>The sum of the lanes.</summary>
    public static Interval<Lanes1> Total(Interval<TCore> lanes)
    {
        Span<double> low = stackalloc double[TCore.Count], high = stackalloc double[TCore.Count];
        TCore.Store(lanes.Low, ref low[0]);
        TCore.Store(lanes.High, ref high[0]);
        Interval<Lanes1> total = Interval<Lanes1>.Zero;
        for (int lane = 0; lane < TCore.Count; lane++)
        {
            total += Interval<Lanes1>.Of(low[lane], high[lane]);
        }

        return total;
    }

    /// <summary>The first lane.</summary>
    public static Interval<Lanes1> First(Interval<TCore> lanes)
    {
        Span<double> low = stackalloc double[TCore.Count], high = stackalloc double[TCore.Count];
        TCore.Store(lanes.Low, ref low[0]);
        TCore.Store(lanes.High, ref high[0]);
        return Interval<Lanes1>.Of(low[0], high[0]);
    }

    /// <summary>The least value of a sum over a box.</summary>
    /// <param name="totals">The sums.</param>
    /// <param name="radius">The half width of each number that varies.</param>
    public static double Least(ReadOnlySpan<Interval<Lanes1>> totals, ReadOnlySpan<double> radius)
    {
        Interval<Lanes1> least = totals[1];
        for (int k = 0, at = 2 + Variables; k < radius.Length; k++)
        {
            double bend = totals[at].Low.Value;
            least += Along(totals[2 + k], bend, radius[k]);
            at++;
            for (int l = k + 1; l < radius.Length; l++, at++)
            {
                least -= Interval<Lanes1>.Abs(totals[at]) * Interval<Lanes1>.Broadcast(radius[k]) * Interval<Lanes1>.Broadcast(radius[l]);
            }
        }

        double value = least.Low.Value, whole = totals[0].Low.Value;
        return double.IsNaN(value) ? whole : Math.Max(value, whole);
    }

    private readonly void Add(int place, Interval<TCore> term, TCore isNothing) =>
        _sums[place] += Interval<TCore>.Choose(isNothing, Interval<TCore>.Zero, term);

    // The least g δ + ½ h δ² for |δ| ≤ r: at δ = −g/h where that is in the box and h > 0, otherwise at an end; g is the largest slope to either side.
    private static Interval<Lanes1> Along(Interval<Lanes1> slope, double bend, double radius)
    {
        double steepest = Interval<Lanes1>.Abs(slope).High.Value;
        Interval<Lanes1> g = Interval<Lanes1>.Broadcast(steepest), h = Interval<Lanes1>.Broadcast(bend), r = Interval<Lanes1>.Broadcast(radius), half = Interval<Lanes1>.Broadcast(0.5);
        return bend > 0 && steepest < bend * radius
            ? -(half * Interval<Lanes1>.Power(g, 2) / h)
            : (half * h * Interval<Lanes1>.Power(r, 2)) - (g * r);
    }
}
