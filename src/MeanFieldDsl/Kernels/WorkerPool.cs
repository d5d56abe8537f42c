using System.Runtime.ExceptionServices;

namespace MeanFieldDsl.Kernels;

/// <summary>A piece of work cut into a fixed number of chunks that may run on any thread in any order.</summary>
internal interface IChunkedWork
{
    /// <summary>Runs one chunk.</summary>
    /// <param name="chunk">The chunk, from 0 to the count − 1.</param>
    /// <param name="worker">The worker that runs it, from 0 to the number of threads − 1.</param>
    void RunChunk(int chunk, int worker);
}

/// <summary>
/// Persistent workers with a spin-then-park barrier. The chunks do not depend on the number of threads, and each
/// writes only its own results, so the bits are the same for any number. No call allocates.
/// A worker that has not come when the last chunk is taken is not waited for: where other programs keep the processors busy it may come late.
/// </summary>
internal sealed class WorkerPool : IDisposable
{
    private const int SpinsBeforeParking = 2000;

    // In numbers of _next.
    private const int CacheLine = 16;

    // The parts of _state: how many workers are at work, whether no more may come, and the number of the work.
    private const long WorkersMask = (1L << 31) - 1;
    private const long Closed = 1L << 31;
    private const long Generation = 1L << 32;
    private const long GenerationMask = ~(Generation - 1);

    private readonly Thread[] _threads;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim[] _wake;
    private readonly int[] _parked;

    // For each worker the next chunk of its share, each on a line of the cache of its own.
    private readonly int[] _next;
    private readonly int _spins;
    private IChunkedWork? _work;
    private ExceptionDispatchInfo? _failure;
    private int _chunks;
    private long _state = Closed;
    private bool _stopped;

    public WorkerPool(int threads)
    {
        _threads = new Thread[threads - 1];
        _next = new int[threads * CacheLine];

        // With more threads than processors a spinning worker keeps the one that has work from running.
        _spins = threads <= Environment.ProcessorCount ? SpinsBeforeParking : 0;
        _wake = new SemaphoreSlim[_threads.Length];
        _parked = new int[_threads.Length];
        for (int i = 0; i < _threads.Length; i++)
        {
            int worker = i;
            _wake[i] = new SemaphoreSlim(0);
            _threads[i] = new Thread(() => WorkerLoop(worker)) { IsBackground = true, Name = $"MeanFieldDsl worker {i + 1}" };
            _threads[i].Start();
        }
    }

    public int ThreadCount => _threads.Length + 1;

    /// <summary>Runs all chunks, on this thread too, and returns when the last has ended.</summary>
    public void Run(IChunkedWork work, int chunks)
    {
        if (_threads.Length == 0 || chunks == 1)
        {
            for (int chunk = 0; chunk < chunks; chunk++)
            {
                work.RunChunk(chunk, 0);
            }

            return;
        }

        _work = work;
        _chunks = chunks;
        for (int owner = 0; owner <= _threads.Length; owner++)
        {
            _next[owner * CacheLine] = FirstChunk(owner);
        }

        // Closed and without workers, so nobody else writes.
        _failure = null;
        _ = Interlocked.Exchange(ref _state, (_state & GenerationMask) + Generation);
        for (int i = 0; i < _threads.Length; i++)
        {
            if (Interlocked.Exchange(ref _parked[i], 0) == 1)
            {
                _ = _wake[i].Release();
            }
        }

        RunChunks(0);
        _ = Interlocked.Or(ref _state, Closed);
        SpinWait spin = default;
        while ((Volatile.Read(ref _state) & WorkersMask) != 0)
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }

        _failure?.Throw();
    }

    public void Dispose()
    {
        if (_stopped)
        {
            return;
        }

        Volatile.Write(ref _stopped, true);
        _ = Interlocked.Add(ref _state, Generation);
        for (int i = 0; i < _threads.Length; i++)
        {
            _ = _wake[i].Release();
            _threads[i].Join();
            _wake[i].Dispose();
        }
    }

    private void WorkerLoop(int worker)
    {
        long seen = 0;
        while (true)
        {
            AwaitGeneration(worker, seen);
            if (Volatile.Read(ref _stopped))
            {
                return;
            }

            if (TryEnter(out seen))
            {
                RunChunks(worker + 1);
                _ = Interlocked.Decrement(ref _state);
            }
        }
    }

    // From here until it leaves the caller waits for this worker.
    private bool TryEnter(out long generation)
    {
        while (true)
        {
            long state = Volatile.Read(ref _state);
            generation = state & GenerationMask;
            if ((state & Closed) != 0)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _state, state + 1, state) == state)
            {
                return true;
            }
        }
    }

    private void AwaitGeneration(int worker, long seen)
    {
        for (int spin = 0; spin < _spins; spin++)
        {
            if (HasNewer(seen))
            {
                return;
            }

            Thread.SpinWait(20);
        }

        while (!HasNewer(seen))
        {
            // Announce first, look again, then sleep: a generation published in between either sees the
            // announcement and releases the semaphore, or is seen here.
            Volatile.Write(ref _parked[worker], 1);
            Interlocked.MemoryBarrier();
            if (HasNewer(seen) && Interlocked.Exchange(ref _parked[worker], 0) == 1)
            {
                return;
            }

            _wake[worker].Wait();
        }
    }

    // A worker that came late may have seen the last generation already when the pool is stopped.
    private bool HasNewer(long generation) => Volatile.Read(ref _stopped) || (Volatile.Read(ref _state) & GenerationMask) != generation;

    private void RunChunks(int worker)
    {
        try
        {
            // The own share first: what a chunk left in the cache of a core, the next work on it finds there. Then what others have left.
            for (int k = 0; k <= _threads.Length; k++)
            {
                int owner = (worker + k) % (_threads.Length + 1);
                int end = FirstChunk(owner + 1);
                for (int chunk = Take(owner); chunk < end; chunk = Take(owner))
                {
                    _work!.RunChunk(chunk, worker);
                }
            }
        }
        catch (Exception e)
        {
            // A worker must reach the barrier whatever happens; the caller gets the first failure.
            lock (_gate)
            {
                _failure ??= ExceptionDispatchInfo.Capture(e);
            }
        }
    }

    private int Take(int owner) => Interlocked.Increment(ref _next[owner * CacheLine]) - 1;

    // Where the share of a worker begins.
    private int FirstChunk(int owner) => (int)((long)owner * _chunks / (_threads.Length + 1));
}
