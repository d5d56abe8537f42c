using System.ComponentModel;

namespace MeanFieldDsl.Kernels;

/// <summary>An inner product ⟨w, x⟩ of a vector of the particle and a vector of the row.</summary>
/// <param name="Offset">Where w starts in the particle.</param>
/// <param name="Column">Where x starts in the row.</param>
/// <param name="Length">The number of elements.</param>
/// <param name="Partial">Which partial derivative of the feature belongs to it, or −1 where that is 0.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct RidgeForm(int Offset, int Column, int Length, int Partial);

/// <summary>A number of the particle that the feature sees as it is.</summary>
/// <param name="Offset">Where it stands in the particle.</param>
/// <param name="Partial">Which partial derivative of the feature belongs to it, or −1 where that is 0.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct RidgeScalar(int Offset, int Partial);

/// <summary>The element of a vector of the particle whose index stands in the row.</summary>
/// <param name="Offset">Where the vector starts in the particle.</param>
/// <param name="Column">Where the index stands in the row.</param>
/// <param name="Length">The number of elements.</param>
/// <param name="Partial">Which partial derivative of the feature belongs to it, or −1 where that is 0.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct RidgeSelection(int Offset, int Column, int Length, int Partial);

/// <summary>Exponentials e^q of the feature that can be computed row after row where a number x of the row is equidistant.</summary>
/// <param name="Input">Which of the numbers of the row x is.</param>
/// <param name="Curvatures">The second derivative of each q in x, which is the same for all particles.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record RidgeGrid(int Input, double[] Curvatures);

/// <summary>
/// What a feature φ = g(⟨w, x⟩, u[i], …; a, b, …; numbers of the row) reads, and which of its partial derivatives are
/// different numbers.
/// </summary>
/// <param name="Forms">The inner products.</param>
/// <param name="Scalars">The numbers of the particle.</param>
/// <param name="Inputs">The columns of the numbers of the row.</param>
/// <param name="Selections">The elements that the row selects.</param>
/// <param name="Partials">How many different partial derivatives there are.</param>
/// <param name="Grid">What can be computed row after row on a grid; null where nothing can.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record RidgeShape(RidgeForm[] Forms, RidgeScalar[] Scalars, int[] Inputs, RidgeSelection[] Selections, int Partials, RidgeGrid? Grid = null)
{
    /// <summary>The elements of all inner products of a pair.</summary>
    public int TotalLength { get; } = Forms.Sum(static f => f.Length);

    /// <summary>The elements that may be selected.</summary>
    public int SelectableLength { get; } = Selections.Sum(static s => s.Length);
}
