namespace MeanFieldDsl;

/// <summary>An evaluator of R and V on a batch of rows that change: fill the rows, then load them. Nothing is allocated after construction.</summary>
internal abstract class RowBatch : IDisposable
{
    /// <summary>Evaluates on the rows last loaded; its means are over the batch.</summary>
    public abstract Evaluator Evaluator { get; }

    /// <summary>The rows of a batch.</summary>
    public abstract int Count { get; }

    /// <summary>The rows of the data set that the problem was bound to.</summary>
    public abstract int SourceCount { get; }

    /// <summary>The law of the rows where the problem has one instead of a data set.</summary>
    public virtual RowSampler? Law => null;

    /// <summary>The inputs of one row of the batch.</summary>
    public abstract Span<double> Inputs(int row);

    /// <summary>The targets of the batch.</summary>
    public abstract Span<double> Targets { get; }

    /// <summary>Copies a row of the data set into the batch.</summary>
    public abstract void Take(int row, int source);

    /// <summary>Hands the rows to the evaluator.</summary>
    /// <param name="areChecked">Whether the rows are those of the data set, which were checked when the problem was bound.</param>
    /// <exception cref="DataException">A number is not finite, or the feature or the loss cannot take it.</exception>
    public abstract void Load(bool areChecked);

    public abstract void Dispose();
}
