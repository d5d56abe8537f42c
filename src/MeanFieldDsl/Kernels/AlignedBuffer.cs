using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MeanFieldDsl.Kernels;

/// <summary>
/// Numbers in native memory, aligned to 64 bytes and zero at first; freed on disposal or, at the latest, when the
/// buffer is collected. A span or reference into it must not outlive it: keep the buffer in a field of the object
/// that uses them.
/// </summary>
/// <typeparam name="TNumber">double, float or another type without references.</typeparam>
public sealed unsafe class AlignedBuffer<TNumber> : IDisposable
    where TNumber : unmanaged
{
    private const nuint Alignment = 64;
    private TNumber* _start;

    /// <summary>Allocates zeros.</summary>
    /// <param name="length">The number of numbers; 0 is allowed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    /// <exception cref="OutOfMemoryException">The memory is not available.</exception>
    public AlignedBuffer(int length)
    {
        // Without this the finalizer of a buffer whose constructor throws would still be harmless (the pointer is
        // null), but it would cost a pass of the collector.
        if (length < 0)
        {
            GC.SuppressFinalize(this);
            ArgumentOutOfRangeException.ThrowIfNegative(length);
        }

        nuint bytes = ((nuint)length + 1) * (nuint)sizeof(TNumber);
        _start = (TNumber*)NativeMemory.AlignedAlloc(bytes, Alignment);
        NativeMemory.Clear(_start, bytes);
        Length = length;
        NativeBytes.Add(Bytes);
    }

    /// <summary>Frees the memory of a buffer that was not disposed of.</summary>
    ~AlignedBuffer() => Free();

    /// <summary>The number of numbers.</summary>
    public int Length { get; }

    /// <summary>The bytes of native memory that the buffer holds: its numbers and one more.</summary>
    public long Bytes => ((long)Length + 1) * sizeof(TNumber);

    /// <summary>All numbers.</summary>
    /// <exception cref="ObjectDisposedException">The buffer has been disposed of.</exception>
    public Span<TNumber> Span => new(Pointer, Length);

    /// <summary>A reference to element 0.</summary>
    /// <exception cref="ObjectDisposedException">The buffer has been disposed of.</exception>
    public ref TNumber First => ref Unsafe.AsRef<TNumber>(Pointer);

    private TNumber* Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(_start is null, this);
            return _start;
        }
    }

    /// <summary>Frees the memory; a second call does nothing.</summary>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        TNumber* start = _start;
        _start = null;
        NativeMemory.AlignedFree(start);
    }
}
