namespace MeanFieldDsl.Kernels;

/// <summary>Counts what the buffers of <see cref="AlignedBuffer{TNumber}"/> take, for tests of those who say what they hold.</summary>
internal static class NativeBytes
{
    [ThreadStatic]
    private static long s_allocatedByThread;

    /// <summary>The bytes that this thread has allocated so far.</summary>
    public static long AllocatedByThread => s_allocatedByThread;

    public static void Add(long bytes) => s_allocatedByThread += bytes;
}
