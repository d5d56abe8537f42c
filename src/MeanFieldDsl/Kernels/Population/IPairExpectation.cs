namespace MeanFieldDsl.Kernels;

/// <summary>K(u, v) = E σ(⟨u, x⟩) σ(⟨v, x⟩) under x ~ N(0, I) as a function of ⟨u, v⟩, ‖u‖² and ‖v‖², and ∂K/∂u = factor · v + along · scale(‖u‖²) · u.</summary>
internal interface IPairExpectation
{
    /// <summary>The numbers of a pair, lane by lane.</summary>
    /// <param name="product">⟨u, v⟩.</param>
    /// <param name="own">‖u‖².</param>
    /// <param name="other">‖v‖².</param>
    /// <param name="value">K.</param>
    /// <param name="along">What ∂K/∂u has of u, but for its scale.</param>
    /// <param name="factor">What ∂K/∂u has of v.</param>
    void Pair<TLanes>(TLanes product, TLanes own, TLanes other, out TLanes value, out TLanes along, out TLanes factor)
        where TLanes : unmanaged, ILanes<TLanes>;

    /// <summary>The scale, the same for all v.</summary>
    /// <param name="own">‖u‖².</param>
    TLanes Scale<TLanes>(TLanes own)
        where TLanes : unmanaged, ILanes<TLanes>;
}
