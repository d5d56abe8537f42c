using MeanFieldDsl.Kernels;

namespace MeanFieldDsl.Tests.Kernels;

/// <summary>Each chunk is run once and before the call returns, whichever workers come in time.</summary>
public sealed class WorkerPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(16)]
    public void Each_chunk_is_run_once_before_the_call_returns(int threads)
    {
        using WorkerPool pool = new(threads);
        Counting work = new(threads);
        for (int run = 1; run <= 1000; run++)
        {
            // Short and long work in turn, so that workers come early, late and not at all.
            work.Spins = run % 7 * 20;
            pool.Run(work, Counting.Chunks);
            Assert.All(work.Counts, count => Assert.Equal(run, count));
        }

        Assert.False(work.WasShared);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void The_first_failure_is_thrown_and_the_next_work_is_run(int threads)
    {
        using WorkerPool pool = new(threads);
        Counting work = new(threads);
        for (int run = 1; run <= 50; run++)
        {
            _ = Assert.Throws<InvalidOperationException>(() => pool.Run(new Failing(), 8));
            pool.Run(work, Counting.Chunks);
            Assert.All(work.Counts, count => Assert.Equal(run, count));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void A_pool_whose_workers_come_late_ends_when_it_is_disposed_of(int threads)
    {
        // Short work and the end right behind it: the workers are still on their way. Should one wait for ever, so would Dispose.
        Thread user = new(() =>
        {
            for (int k = 0; k < 3_000; k++)
            {
                using WorkerPool pool = new(threads);
                pool.Run(new Counting(threads), 2);
            }
        })
        { IsBackground = true };
        user.Start();
        Assert.True(user.Join(TimeSpan.FromMinutes(5)), "a worker was never woken");
    }

    private sealed class Counting(int threads) : IChunkedWork
    {
        public const int Chunks = 37;

        private readonly int[] _busy = new int[threads];

        public int Spins { get; set; }

        public int[] Counts { get; } = new int[Chunks];

        public bool WasShared { get; private set; }

        public void RunChunk(int chunk, int worker)
        {
            if (Interlocked.Increment(ref _busy[worker]) != 1)
            {
                WasShared = true;
            }

            Thread.SpinWait(Spins);
            Counts[chunk]++;
            _ = Interlocked.Decrement(ref _busy[worker]);
        }
    }

    private sealed class Failing : IChunkedWork
    {
        public void RunChunk(int chunk, int worker) => throw new InvalidOperationException("A chunk fails.");
    }
}
