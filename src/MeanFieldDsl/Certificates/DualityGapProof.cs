namespace MeanFieldDsl;

/// <summary>
/// Proves an upper bound of sup −⟨c, φ(θ)⟩/V(θ) over all θ by branch and bound: boxes over which s V + ⟨c, φ⟩ ≥ 0 is proved are put aside, others are halved.
/// Scaling leaves the quotient as it is, so that weights, positions or whole particles are taken from the surface of a cube.
/// </summary>
/// <remarks>Source: Moore, Kearfott and Cloud 2009, Introduction to Interval Analysis, chapter 11 (Moore–Skelboe algorithm).</remarks>
internal sealed class DualityGapProof
{
    // A certificate that touches 1 at the spikes is proved to stay below 1 up to this, which costs as much of the relative gap.
    private const double Touch = 1e-9;

    // Far from the optimum the bound need not be closer than this part of its distance.
    private const double Share = 1e-3;

    private const double Progress = 0.999;
    private const long FirstLook = 1_000;

    private readonly Evaluator _evaluator;
    private readonly VariationBounds _bounds;
    private readonly ParticleLayout _layout;
    private readonly List<(double[] Low, double[] High)> _roots = [];
    private readonly PriorityQueue<(double[] Low, double[] High), double> _open = new();
    private readonly double[] _middle;
    private double _lastBound = double.PositiveInfinity;
    private long _nextLook = FirstLook;

    private DualityGapProof(Evaluator evaluator, VariationBounds bounds)
    {
        (_evaluator, _bounds, _layout) = (evaluator, bounds, evaluator.Layout);
        _middle = new double[_layout.Dimension];
    }

    /// <summary>The largest quotient that was met, at least that of the search.</summary>
    public double Met { get; private set; }

    /// <summary>Where it was met; empty where the search met it.</summary>
    public double[] Worst { get; private set; } = [];

    /// <summary>The proved upper bound of the quotient; ∞ where none was found.</summary>
    public double Bound { get; private set; } = double.PositiveInfinity;

    /// <summary>Whether the bound is as close to what was met as was asked.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>How many boxes were looked at.</summary>
    public long Boxes { get; private set; }

    /// <summary>A proof that can be tried; null where the formulas have no enclosures, no common degree was proved for φ and V, or too many numbers vary.</summary>
    public static DualityGapProof? Of(Evaluator evaluator)
    {
        if (evaluator.CreateBounds() is not { } bounds)
        {
            return null;
        }

        DualityGapProof proof = new(evaluator, bounds);
        return proof.Divide() ? proof : null;
    }

    /// <summary>Tries the proof.</summary>
    /// <param name="met">The largest quotient that a search has met.</param>
    /// <param name="boxes">The largest number of boxes.</param>
    /// <param name="cancellation">Ends it early.</param>
    public void Run(double met, long boxes, CancellationToken cancellation)
    {
        Met = met;
        foreach ((double[] low, double[] high) in _roots)
        {
            Consider(low, high);
        }

        while (Boxes < boxes && !cancellation.IsCancellationRequested && _open.TryDequeue(out (double[] Low, double[] High) box, out double priority))
        {
            Look(box.Low, box.High);
            if (-priority <= Target)
            {
                continue;
            }

            if (Widest(box.Low, box.High, out double at) is not { } k || IsHopeless(-priority))
            {
                _open.Enqueue(box, priority);
                break;
            }

            double[] high = [.. box.High], low = [.. box.Low];
            (high[k], low[k]) = (at, at);
            Consider(box.Low, high);
            Consider(low, box.High);
        }

        // The first of what is left has the largest bound.
        Bound = _open.TryPeek(out _, out double left) ? Math.Max(Target, -left) : Target;
        IsComplete = Bound == Target;
    }

    // Looked at after 1,000, 2,000, 4,000, … boxes: where the last half of them brought the bound no closer, as at a supremum at infinity, more will not either.
    private bool IsHopeless(double bound)
    {
        if (Boxes < _nextLook)
        {
            return false;
        }

        bool isCloser = bound < Target + (Progress * (_lastBound - Target));
        (_lastBound, _nextLook) = (bound, 2 * _nextLook);
        return !isCloser;
    }

    // What is to be proved. Where no quotient reaches 1, no more than that is needed.
    private double Target => Met < 1 - Touch ? 1 : Math.Max(1, Met) + Math.Max(Touch * Met, Share * (Met - 1));

    private void Consider(double[] low, double[] high)
    {
        Boxes++;
        BoxBound bound = _bounds.Over(low, high, Target);
        if (!(bound.Penalty >= 0) || !(bound.Variation >= 0))
        {
            double quotient = bound.Sum >= 0 ? 0 : bound.Penalty > 0 ? -bound.Sum / bound.Penalty : double.PositiveInfinity;
            _open.Enqueue((low, high), double.IsNaN(quotient) ? double.NegativeInfinity : -quotient);
        }
    }

    // The quotient at the middle of a box.
    private void Look(double[] low, double[] high)
    {
        for (int k = 0; k < _middle.Length; k++)
        {
            _middle[k] = double.IsFinite(low[k]) && double.IsFinite(high[k]) ? low[k] + (0.5 * (high[k] - low[k])) : double.IsFinite(low[k]) ? low[k] : high[k];
        }

        double penalty = _evaluator.PenaltyAt(_middle), quotient = 1 - (_evaluator.FirstVariation(_middle) / penalty);
        if (penalty > 0 && quotient > Met)
        {
            Met = quotient;
            Worst = [.. _middle];
        }
    }

    // The number to halve and where: one that is not bounded first, then the widest; none where all are as narrow as can be.
    private static int? Widest(double[] low, double[] high, out double at)
    {
        (int? widest, double width) = (null, 0);
        at = 0;
        for (int k = 0; k < low.Length; k++)
        {
            double size = high[k] - low[k];
            double middle = double.IsFinite(size) ? low[k] + (0.5 * size) : double.IsFinite(low[k]) ? 2 * Math.Max(low[k], 1) : double.IsFinite(high[k]) ? 2 * Math.Min(high[k], -1) : 0;
            if (size > width && middle > low[k] && middle < high[k])
            {
                (widest, width, at) = (k, size, middle);
            }
        }

        return widest;
    }

    // The boxes that hold one particle of each direction in which scaling leaves φ/V as it is.
    private bool Divide()
    {
        // Degrees of 0 would leave what is at 0 apart from all else.
        bool isJoint = _layout.HomogeneityDegree > 0 && _layout.HomogeneityDegree == _bounds.JointDegree;
        bool isByWeight = _layout.WeightDegree > 0 && _layout.WeightDegree == _bounds.WeightDegree;
        bool isByPosition = isJoint && isByWeight && _layout.HomogeneityDegree > _layout.WeightDegree;
        if (!isJoint && !isByWeight)
        {
            return false;
        }

        List<int> weights = [], positions = [];
        double reach = Math.Max(1, 2 * _bounds.Reach);
        double[] low = new double[_layout.Dimension], high = new double[_layout.Dimension];
        foreach (ParticleParameter parameter in _layout.Parameters)
        {
            (parameter.Role == ParticleRole.Weight ? weights : positions).AddRange(Enumerable.Range(parameter.Offset, parameter.Length));
            low.AsSpan(parameter.Offset, parameter.Length).Fill(parameter.Period > 0 ? 0 : double.NegativeInfinity);
            high.AsSpan(parameter.Offset, parameter.Length).Fill(parameter.Period > 0 ? parameter.Period : double.PositiveInfinity);
        }

        List<(double[] Low, double[] High)> boxes = [(low, high)];
        if (!isByWeight)
        {
            boxes = OnCube(boxes, [.. weights, .. positions]);
        }
        else
        {
            boxes = OnCube(boxes, weights);
            boxes = isByPosition ? OnCube(boxes, positions) : Bounded(boxes, positions, reach);
        }

        _roots.AddRange(boxes);
        return boxes.Count > 0 && boxes.All(b => b.Low.Zip(b.High).Count(static n => n.First < n.Second) <= _bounds.MostVariables);
    }

    // One of the numbers ±1 and the others in between.
    private static List<(double[] Low, double[] High)> OnCube(List<(double[] Low, double[] High)> boxes, List<int> numbers) =>
        numbers.Count == 0 ? boxes : [.. from box in boxes from k in numbers from side in (int[])[-1, 1] select Face(box, numbers, k, side)];

    private static (double[] Low, double[] High) Face((double[] Low, double[] High) box, List<int> numbers, int fixedNumber, int side)
    {
        double[] low = [.. box.Low], high = [.. box.High];
        foreach (int k in numbers)
        {
            (low[k], high[k]) = k == fixedNumber ? (side, side) : (-1, 1);
        }

        return (low, high);
    }

    // Numbers of the real line in three parts.
    private static List<(double[] Low, double[] High)> Bounded(List<(double[] Low, double[] High)> boxes, List<int> numbers, double reach)
    {
        foreach (int k in numbers)
        {
            boxes = [.. from box in boxes from part in Parts(box.Low[k], box.High[k], reach) select With(box, k, part)];
        }

        return boxes;
    }

    private static (double, double)[] Parts(double low, double high, double reach) =>
        double.IsFinite(high - low) ? [(low, high)] : [(low, -reach), (-reach, reach), (reach, high)];

    private static (double[] Low, double[] High) With((double[] Low, double[] High) box, int k, (double Low, double High) part)
    {
        double[] low = [.. box.Low], high = [.. box.High];
        (low[k], high[k]) = part;
        return (low, high);
    }
}
