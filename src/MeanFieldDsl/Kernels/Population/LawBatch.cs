namespace MeanFieldDsl.Kernels;

/// <summary>A batch whose rows are drawn from the law of the problem where the run gives no other.</summary>
internal sealed class LawBatch(RowBatch batch, RowSampler law) : RowBatch
{
    public override Evaluator Evaluator => batch.Evaluator;

    public override int Count => batch.Count;

    public override int SourceCount => 0;

    public override RowSampler? Law => law;

    public override Span<double> Targets => batch.Targets;

    public override Span<double> Inputs(int row) => batch.Inputs(row);

    public override void Take(int row, int source) => throw new NotSupportedException("The rows of a population risk are drawn, not taken from a data set.");

    public override void Load(bool areChecked) => batch.Load(areChecked);

    public override void Dispose() => batch.Dispose();
}
