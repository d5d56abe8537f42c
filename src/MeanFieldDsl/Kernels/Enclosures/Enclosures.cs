using System.ComponentModel;

namespace MeanFieldDsl.Kernels;

/// <summary>What generated enclosures call.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Enclosures
{
    /// <summary>The element of a short vector at an index that differs from row to row.</summary>
    /// <typeparam name="TLanes">The enclosures.</typeparam>
    /// <param name="vector">The vector.</param>
    /// <param name="index">Integers within it.</param>
    public static TLanes Pick<TLanes>(ReadOnlySpan<TLanes> vector, TLanes index)
        where TLanes : unmanaged, IEnclosure<TLanes>
    {
        TLanes element = TLanes.Zero;
        for (int k = 0; k < vector.Length; k++)
        {
            element = TLanes.Select(TLanes.Equal(index, TLanes.Broadcast(k)), vector[k], element);
        }

        return element;
    }
}
