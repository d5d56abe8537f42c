namespace MeanFieldDsl.Benchmarks.Compare;

/// <summary>What the allocator of the C library does with the memory that a peer frees.</summary>
internal enum Allocator
{
    /// <summary>As it comes: large blocks go back to the system at once, and the next step takes page faults for them.</summary>
    Default,

    /// <summary>It keeps all memory, the better form for a peer written by hand.</summary>
    Keeping,
}
