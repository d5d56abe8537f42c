namespace MeanFieldDsl.Kernels;

/// <summary>The bounds of <see cref="VariationBounds"/> from the generated enclosures.</summary>
/// <typeparam name="TCore">The lanes over rows.</typeparam>
internal sealed class BoxBounds<TCore> : VariationBounds
    where TCore : unmanaged, ILanes<TCore, double>
{
    // So many rows at a time: their enclosures stay in the cache.
    private const int BlockRows = PackedData.RowMultiple;

    private readonly IEnclosedFeature _feature;
    private readonly IEnclosedRegularizer _regularizer;
    private readonly PackedData _data;
    private readonly AlignedBuffer<double> _cotangents;
    private readonly Jet<TCore>[] _box;
    private readonly Jet<TCore>[] _middle;
    private readonly Jet<TCore>[] _values = new Jet<TCore>[BlockRows / TCore.Count];
    private readonly Jet<TCore>[] _middleValues = new Jet<TCore>[BlockRows / TCore.Count];
    private readonly Interval<TCore>[] _wholeValues = new Interval<TCore>[BlockRows / TCore.Count];
    private readonly Interval<TCore>[] _sums = new Interval<TCore>[BoxSums<TCore>.Length];
    private readonly Interval<Lanes1>[] _totals = new Interval<Lanes1>[BoxSums<TCore>.Length];
    private readonly Interval<Lanes1>[] _penalties = new Interval<Lanes1>[BoxSums<TCore>.Length];

    public BoxBounds(IEnclosedFeature feature, IEnclosedRegularizer regularizer, PackedData data, AlignedBuffer<double> cotangents, int dimension)
    {
        (_feature, _regularizer, _data, _cotangents) = (feature, regularizer, data, cotangents);
        _box = new Jet<TCore>[dimension];
        _middle = new Jet<TCore>[dimension];
    }

    public override double JointDegree => _regularizer.JointDegree;

    public override double WeightDegree => _regularizer.WeightDegree;

    public override int MostVariables => Jet<TCore>.MostVariables;

    public override int RowCount => _data.RowCount;

    public override double Reach => _data.LargestInput;

    public override BoxBound Over(ReadOnlySpan<double> low, ReadOnlySpan<double> high, double scale)
    {
        bool isBounded = true;
        for (int k = 0; k < low.Length; k++)
        {
            isBounded &= double.IsFinite(low[k]) && double.IsFinite(high[k]);
        }

        return isBounded ? OverBounded(low, high, scale) : OverWhole(low, high, scale);
    }

    private BoxBound OverBounded(ReadOnlySpan<double> low, ReadOnlySpan<double> high, double scale)
    {
        Span<double> room = stackalloc double[Jet<TCore>.MostVariables];
        Span<double> radius = room[..Place(low, high, room)];
        BoxSums<TCore> sums = new(_sums, radius.Length);
        for (int chunk = 0; chunk < _data.ChunkCount; chunk++)
        {
            (int first, int count) = _data.Chunk(chunk);
            RowBlock rows = _data.Rows(chunk);
            for (int row = 0; row < count; row += BlockRows)
            {
                RowBlock block = new(in rows.At(row, 0), rows.Stride, BlockRows);
                _feature.Enclose<Jet<TCore>>(_box, block, _values);
                _feature.Enclose<Jet<TCore>>(_middle, block, _middleValues);
                for (int at = 0; at < _values.Length; at++)
                {
                    sums.Add(TCore.Load(in _cotangents.Span[first + row + (at * TCore.Count)]), _values[at], _middleValues[at]);
                }
            }
        }

        sums.Total(_totals);
        double sum = BoxSums<TCore>.Least(_totals, radius);
        double penalty = Penalty(radius);

        // The two together: where one falls the other may rise.
        Interval<Lanes1> s = Interval<Lanes1>.Broadcast(scale);
        for (int k = 0; k < _totals.Length; k++)
        {
            _totals[k] += s * _penalties[k];
        }

        return new(BoxSums<TCore>.Least(_totals, radius), sum, penalty);
    }

    // The sums of V alone, and its least value.
    private double Penalty(ReadOnlySpan<double> radius)
    {
        // V is the same in all lanes; it counts in the first.
        Span<double> lanes = stackalloc double[TCore.Count];
        lanes[0] = 1;
        BoxSums<TCore> sums = new(_sums, radius.Length);
        sums.Add(TCore.Load(in lanes[0]), _regularizer.Enclose<Jet<TCore>>(_box), _regularizer.Enclose<Jet<TCore>>(_middle));
        sums.Total(_penalties);
        return BoxSums<TCore>.Least(_penalties, radius);
    }

    // The numbers of θ over a box and at its middle; returns how many vary, with their half widths.
    private int Place(ReadOnlySpan<double> low, ReadOnlySpan<double> high, Span<double> radius)
    {
        int variables = 0;
        for (int k = 0; k < low.Length; k++)
        {
            double middle = low[k] + (0.5 * (high[k] - low[k]));
            int variable = low[k] < high[k] ? variables++ : -1;
            if (variable >= 0)
            {
                radius[variable] = Math.BitIncrement(Math.Max(high[k] - middle, middle - low[k]));
            }

            _box[k] = Jet<TCore>.Of(low[k], high[k], variable);
            _middle[k] = Jet<TCore>.Of(middle, middle, variable);
        }

        return variables;
    }

    private BoxBound OverWhole(ReadOnlySpan<double> low, ReadOnlySpan<double> high, double scale)
    {
        Span<Interval<TCore>> box = new Interval<TCore>[low.Length];
        for (int k = 0; k < low.Length; k++)
        {
            box[k] = Interval<TCore>.Of(low[k], high[k]);
        }

        Interval<TCore> sum = Interval<TCore>.Zero;
        for (int chunk = 0; chunk < _data.ChunkCount; chunk++)
        {
            (int first, int count) = _data.Chunk(chunk);
            RowBlock rows = _data.Rows(chunk);
            for (int row = 0; row < count; row += BlockRows)
            {
                _feature.Enclose<Interval<TCore>>(box, new RowBlock(in rows.At(row, 0), rows.Stride, BlockRows), _wholeValues);
                for (int at = 0; at < _wholeValues.Length; at++)
                {
                    TCore c = TCore.Load(in _cotangents.Span[first + row + (at * TCore.Count)]);
                    sum += Interval<TCore>.Choose(TCore.Equal(c, TCore.Zero), Interval<TCore>.Zero, new Interval<TCore>(c, c) * _wholeValues[at]);
                }
            }
        }

        Interval<Lanes1> total = BoxSums<TCore>.Total(sum), penalty = BoxSums<TCore>.First(_regularizer.Enclose<Interval<TCore>>(box));
        return new((total + (Interval<Lanes1>.Broadcast(scale) * penalty)).Low.Value, total.Low.Value, penalty.Low.Value);
    }
}
