using System.Runtime.CompilerServices;

namespace MeanFieldDsl;

/// <summary>
/// A read-only vector of doubles in a formula: a view of memory that somebody else owns. It converts implicitly from
/// arrays and spans, so that a formula can be called with ordinary data.
/// </summary>
/// <param name="elements">The numbers it views; they are not copied.</param>
[CollectionBuilder(typeof(Vec), nameof(Of))]
public readonly ref struct Vec(ReadOnlySpan<double> elements)
{
    private readonly ReadOnlySpan<double> _elements = elements;

    /// <summary>The number of elements.</summary>
    public int Length => _elements.Length;

    /// <summary>The element at <paramref name="index"/>.</summary>
    /// <param name="index">The position, from 0.</param>
    /// <exception cref="IndexOutOfRangeException">The index is not within the vector.</exception>
    public double this[int index] => _elements[index];

    /// <summary>The elements as a span.</summary>
    public ReadOnlySpan<double> AsSpan() => _elements;

    /// <summary>Enumerates the elements, for collection expressions; formulas use reductions such as <c>Sum</c>.</summary>
    public ReadOnlySpan<double>.Enumerator GetEnumerator() => _elements.GetEnumerator();

    /// <summary>Views the elements of a collection expression: <c>Phi(1, [0.5, 2], 0, x)</c>.</summary>
    /// <param name="elements">The elements.</param>
    public static Vec Of(ReadOnlySpan<double> elements) => new(elements);

    /// <summary>Views an array; null is the empty vector.</summary>
    /// <param name="elements">The array.</param>
    public static implicit operator Vec(double[]? elements) => new(elements);

    /// <summary>Views a span.</summary>
    /// <param name="elements">The span.</param>
    public static implicit operator Vec(Span<double> elements) => new(elements);

    /// <summary>Views a read-only span.</summary>
    /// <param name="elements">The span.</param>
    public static implicit operator Vec(ReadOnlySpan<double> elements) => new(elements);
}
