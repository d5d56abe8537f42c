namespace MeanFieldDsl.Kernels;

/// <summary>Rows of the data set of a linearised model; there are no others, because the derivative is known at those alone.</summary>
internal sealed class TangentBatch : RowBatch
{
    private readonly string _model;
    private readonly PackedData _source;
    private readonly PackedData _packed;
    private readonly int[] _rows;
    private readonly double[] _inputs;
    private readonly double[] _targets;

    /// <param name="model">The name of the model.</param>
    /// <param name="source">Its data.</param>
    /// <param name="rows">The rows of a batch.</param>
    /// <param name="create">Makes the evaluator for targets and the rows they belong to.</param>
    public TangentBatch(string model, PackedData source, int rows, Func<PackedData, int[], Evaluator> create)
    {
        _model = model;
        _source = source;
        _packed = PackedData.Stream(rows, 1);
        _rows = new int[Padded(rows)];
        _inputs = new double[rows];
        _targets = new double[rows];
        Evaluator = create(_packed, _rows);
    }

    public override Evaluator Evaluator { get; }

    public override int Count => _packed.RowCount;

    public override int SourceCount => _source.RowCount;

    public override Span<double> Targets => _targets;

    public override Span<double> Inputs(int row) =>
        throw new NotSupportedException($"'{_model}' knows the derivative of its feature at the rows of its data set alone, so it cannot learn from a law of fresh rows; leave the sampler out.");

    public override void Take(int row, int source)
    {
        _rows[row] = source;
        _targets[row] = _source.Targets[source];
    }

    public override void Load(bool areChecked)
    {
        _rows.AsSpan(Count).Fill(_rows[Count - 1]);
        _packed.Load(_inputs, _targets);
    }

    public override void Dispose()
    {
        Evaluator.Dispose();
        _packed.Dispose();
    }

    /// <summary>The number of rows that an evaluator reads for as many.</summary>
    public static int Padded(int rows) => (rows + TangentProducts.Rows - 1) / TangentProducts.Rows * TangentProducts.Rows;
}
