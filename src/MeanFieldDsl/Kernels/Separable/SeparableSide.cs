namespace MeanFieldDsl.Kernels;

/// <summary>One factor of a feature: the lines or columns it is computed for, as its code reads them.</summary>
internal sealed class SeparableSide<TNumber> : IDisposable
    where TNumber : unmanaged
{
    private readonly AlignedBuffer<TNumber> _inputs;
    private readonly AlignedBuffer<int> _indices;

    public SeparableSide(SeparableAxis axis, RidgeShape shape)
    {
        Shape = shape;
        Count = axis.Count;
        Padded = axis.Padded;
        _inputs = new(checked(axis.Inputs.Length * Count));
        _indices = new(checked(axis.Indices.Length * Count));
        for (int i = 0; i < axis.Inputs.Length; i++)
        {
            for (int r = 0; r < Count; r++)
            {
                _inputs.Span[(i * Count) + r] = Numbers.Of<TNumber>(axis.Inputs[i][r]);
            }
        }

        for (int s = 0; s < axis.Indices.Length; s++)
        {
            axis.Indices[s].CopyTo(_indices.Span[(s * Count)..]);
        }

        Runs = RidgeRuns<TNumber>.Find(axis.Inputs, shape);
    }

    public RidgeShape Shape { get; }

    /// <summary>How many lines or columns there are.</summary>
    public int Count { get; }

    /// <summary>The count, filled up for the tiles.</summary>
    public int Padded { get; }

    /// <summary>How exponentials run along them.</summary>
    public RidgeRuns<TNumber>? Runs { get; }

    /// <summary>The partial derivatives beside the value, which stands behind them.</summary>
    public int Value => Shape.Partials - 1;

    /// <summary>Input by input, the numbers.</summary>
    public ref TNumber Inputs => ref _inputs.First;

    /// <summary>Selection by selection, the places of the elements.</summary>
    public ref int Indices => ref _indices.First;

    /// <summary>The bytes of native memory.</summary>
    public long Bytes => _inputs.Bytes + _indices.Bytes + (Runs?.Curves.Bytes ?? 0);

    public void Dispose()
    {
        _inputs.Dispose();
        _indices.Dispose();
        Runs?.Dispose();
    }
}
