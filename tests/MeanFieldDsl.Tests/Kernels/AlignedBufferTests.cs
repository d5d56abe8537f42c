using System.Runtime.CompilerServices;
using MeanFieldDsl.Kernels;

namespace MeanFieldDsl.Tests.Kernels;

[Collection(nameof(Alone))]
public sealed class AlignedBufferTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public unsafe void A_buffer_is_aligned_and_zero(int length)
    {
        using AlignedBuffer<double> buffer = new(length);
        Assert.Equal(length, buffer.Length);
        Assert.Equal(length, buffer.Span.Length);
        Assert.Equal(0, (nint)Unsafe.AsPointer(ref buffer.First) % 64);
        Assert.All(buffer.Span.ToArray(), x => Assert.Equal(0, x));
    }

    [Fact]
    public void The_reference_is_to_element_0_of_the_span()
    {
        using AlignedBuffer<double> buffer = new(3);
        buffer.First = 5;
        Assert.Equal([5, 0, 0], buffer.Span.ToArray());
    }

    [Fact]
    public void A_disposed_buffer_refuses()
    {
        AlignedBuffer<double> buffer = new(3);
        buffer.Dispose();
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => buffer.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => buffer.First);
    }

    [Fact]
    public void A_negative_length_is_refused()
        => Assert.Throws<ArgumentOutOfRangeException>(() => new AlignedBuffer<double>(-1));

    [Fact]
    public void The_width_can_be_chosen_by_tests()
    {
        int detected = LaneWidth.Best;
        Assert.Equal(LaneWidth.Detect(), detected);
        LaneWidth.Override = 2;
        try
        {
            Assert.Equal((2, 2), LaneWidth.Run<Counts, (int, int)>(default));
        }
        finally
        {
            LaneWidth.Override = null;
        }

        (int narrow, int wide) = LaneWidth.Run<Counts, (int, int)>(default);
        Assert.Equal(detected, narrow);
        Assert.Equal(detected >= 4 ? 4 * detected : detected, wide);
    }

    private readonly struct Counts : ILaneWork<(int Narrow, int Wide)>
    {
        public (int Narrow, int Wide) Run<TNarrow, TWide, TSingle, TFree, TFreeSingle>()
            where TNarrow : unmanaged, ILanes<TNarrow, double>
            where TWide : unmanaged, ILanes<TWide, double>
            where TSingle : unmanaged, ILanes<TSingle, float>
            where TFree : unmanaged, ILanes<TFree, double>
            where TFreeSingle : unmanaged, ILanes<TFreeSingle, float> => (TNarrow.Count, TWide.Count);
    }
}
