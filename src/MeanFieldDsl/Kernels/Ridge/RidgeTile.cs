using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

/// <summary>Some rows and a panel of particles: what <see cref="IRidgeKernel.Activate{TLanes, TNumber}"/> reads and writes.</summary>
/// <typeparam name="TNumber">double or float.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Design", "CA1051", Justification = "Only a field can hold a reference; the struct lives on the stack of a kernel.")]
public readonly ref struct RidgeTile<TNumber>
    where TNumber : unmanaged
{
    private readonly ref TNumber _forms;
    private readonly ref TNumber _scalars;
    private readonly ref TNumber _inputs;
    private readonly ref TNumber _values;
    private readonly ref TNumber _partials;
    private readonly nint _formStride;
    private readonly nint _inputStride;
    private readonly ref TNumber _selectable;
    private readonly ref int _indices;

    private readonly ref TNumber _curves;
    private readonly nint _firstRow;
    private readonly nint _period;
    private readonly nint _run;

    internal RidgeTile(ref TNumber forms, nint formStride, ref TNumber scalars, ref TNumber inputs, nint inputStride, ref TNumber selectable, ref int indices, ref TNumber values, ref TNumber partials, nint rows, nint width, RidgeRuns<TNumber>? runs, nint firstRow)
    {
        _forms = ref forms;
        _formStride = formStride;
        _scalars = ref scalars;
        _inputs = ref inputs;
        _inputStride = inputStride;
        _selectable = ref selectable;
        _indices = ref indices;
        _values = ref values;
        _partials = ref partials;
        Rows = rows;
        Width = width;
        if (runs is not null)
        {
            _curves = ref runs.Curves.First;
            _firstRow = firstRow;
            _period = runs.Period;
            _run = runs.Length;
            GridStep = runs.Step;
        }
    }

    /// <summary>The distance of rows on a grid.</summary>
    public readonly double GridStep;

    /// <summary>Whether the rows are lines of a grid along which exponentials can be computed one from the other.</summary>
    public bool IsOnGrid => _run > 0;

    /// <summary>The row behind a run along the grid.</summary>
    /// <param name="row">The first row of the run.</param>
    public nint RunEnd(nint row) => nint.Min(nint.Min(row + _run, row + _period - ((_firstRow + row) % _period)), Rows);

    /// <summary>The factor of an exponential that all particles share.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Curve<TLanes>(nint exponential, nint offset)
        where TLanes : unmanaged, ILanes<TLanes, TNumber> => TLanes.Repeat(ref Unsafe.Add(ref _curves, (exponential * _run) + offset));

    /// <summary>The number of rows.</summary>
    public readonly nint Rows;

    /// <summary>The number of particles, a multiple of the lanes.</summary>
    public readonly nint Width;

    /// <summary>The inner product of a row with some particles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Form<TLanes>(nint form, nint row, nint lane)
        where TLanes : unmanaged, ILanes<TLanes, TNumber> => TLanes.Load(ref Unsafe.Add(ref _forms, (form * _formStride) + (row * Width) + lane));

    /// <summary>A number of some particles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Scalar<TLanes>(nint scalar, nint lane)
        where TLanes : unmanaged, ILanes<TLanes, TNumber> => TLanes.Load(ref Unsafe.Add(ref _scalars, ((scalar + 1) * Width) + lane));

    /// <summary>A number of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Input<TLanes>(nint input, nint row)
        where TLanes : unmanaged, ILanes<TLanes, TNumber> => TLanes.Repeat(ref Unsafe.Add(ref _inputs, (input * _inputStride) + row));

    /// <summary>The element of some particles that a row selects.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Selected<TLanes>(nint selection, nint row, nint lane)
        where TLanes : unmanaged, ILanes<TLanes, TNumber> =>
        TLanes.Load(ref Unsafe.Add(ref _selectable, (Unsafe.Add(ref _indices, (selection * _inputStride) + row) * Width) + lane));

    /// <summary>1 for particles, 0 for padding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Alive<TLanes>(nint lane)
        where TLanes : unmanaged, ILanes<TLanes, TNumber> => TLanes.Load(ref Unsafe.Add(ref _scalars, lane));

    /// <summary>Adds to the prediction of a row, whose lanes are summed at the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Predict<TLanes>(nint row, TLanes alive, TLanes value)
        where TLanes : unmanaged, ILanes<TLanes, TNumber> => TLanes.AccumulateProduct(ref Unsafe.Add(ref _values, row * TLanes.Count), alive, value);

    /// <summary>Writes a partial derivative of the feature.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Partial<TLanes>(nint partial, nint row, nint lane, TLanes value)
        where TLanes : unmanaged, ILanes<TLanes, TNumber> => TLanes.Store(value, ref Unsafe.Add(ref _partials, (partial * _formStride) + (row * Width) + lane));
}
