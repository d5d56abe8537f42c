using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

/// <summary>
/// A run of data rows, stored by columns: the value of column c at row r lies at c·Stride + r after
/// <see cref="First"/>. The number of rows is a multiple of the lanes of every SIMD width.
/// </summary>
[SuppressMessage("Design", "CA1051", Justification = "Only a field can hold a reference; the struct lives on the stack of a kernel.")]
public readonly ref struct RowBlock
{
    /// <summary>Creates a block.</summary>
    /// <param name="first">Column 0 of the block's first row.</param>
    /// <param name="stride">The distance between columns, in doubles.</param>
    /// <param name="count">The number of rows.</param>
    public RowBlock(ref readonly double first, nint stride, int count)
    {
        First = ref Unsafe.AsRef(in first);
        Stride = stride;
        Count = count;
    }

    /// <summary>Column 0 of the first row.</summary>
    public readonly ref double First;

    /// <summary>The distance between columns, in doubles.</summary>
    public readonly nint Stride;

    /// <summary>The number of rows.</summary>
    public readonly int Count;

    /// <summary>The value of a column at a row of the block.</summary>
    /// <param name="row">The row, from 0 to <see cref="Count"/> − 1.</param>
    /// <param name="column">The column.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref double At(nint row, nint column) => ref Unsafe.Add(ref First, (column * Stride) + row);

    /// <summary>The lanes of a column, counted from the column at hand.</summary>
    /// <typeparam name="TLanes">The SIMD width.</typeparam>
    /// <param name="column">The column at hand, at the first lane's row.</param>
    /// <param name="offset">How many columns further.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Load<TLanes>(ref double column, nint offset)
        where TLanes : unmanaged, ILanes<TLanes, double> => TLanes.Load(ref Unsafe.Add(ref column, offset * Stride));
}
