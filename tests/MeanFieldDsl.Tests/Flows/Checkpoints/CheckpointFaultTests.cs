namespace MeanFieldDsl.Tests.Flows;

/// <summary>
/// Whatever happens while a checkpoint is written, and whatever becomes of the files, a state that comes back is one of those saved, bit for
/// bit, or there is a <see cref="CheckpointException"/>.
/// </summary>
public sealed class CheckpointFaultTests
{
    private static readonly string[] Saved = [.. Enumerable.Range(0, 9).Select(static number => SavedStates.Bits(SavedStates.Make(number)))];

    [Theory]
    [InlineData(CrashLoss.None, false)]
    [InlineData(CrashLoss.Bytes, false)]
    [InlineData(CrashLoss.Contents, false)]
    [InlineData(CrashLoss.None, true)]
    [InlineData(CrashLoss.Bytes, true)]
    [InlineData(CrashLoss.Contents, true)]
    public void A_process_killed_at_any_write_leaves_the_new_state_or_the_one_before(CrashLoss loss, bool movesAway)
    {
        int faults = 0;
        bool before = false;
        bool after = false;
        foreach ((int saves, bool restarted) in new[] { (0, false), (1, false), (1, true), (2, false), (3, true) })
        {
            for (int kill = 0; Kill(saves, restarted, kill, movesAway) is { } files; kill++)
            {
                FaultyFiles left = files.Restart(loss);
                if (Newest(left) is int number)
                {
                    Assert.InRange(number, saves - 1, saves);
                    Assert.True(movesAway || saves == 0 || left.Paths.Contains(SavedStates.Path));
                    before |= number < saves;
                    after |= number == saves;
                }
                else
                {
                    Assert.Equal(0, saves);
                }

                GoesOn(left);
                faults++;
            }
        }

        Assert.True(before && after && faults > 100, $"{faults} faults");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_damaged_file_never_takes_the_place_of_a_whole_one(bool movesAway)
    {
        for (int kill = 0; ; kill++)
        {
            (FaultyFiles files, _) = SavedStates.After(2, movesAway);
            files[SavedStates.Path] = files[SavedStates.Path][..^1];
            files.KillAt = files.Operations + kill;
            CheckpointStore store = new(SavedStates.Path, SavedStates.Identity, files);
            if (Record.Exception(() => store.Save(SavedStates.Make(2))) is null)
            {
                files.KillAt = -1;
                Assert.Equal(2, Newest(files));
                files[SavedStates.Path] = [];
                Assert.Equal(0, Newest(files));
                break;
            }

            FaultyFiles left = files.Restart(CrashLoss.Bytes);
            Assert.Contains(Newest(left)!.Value, (int[])[0, 2]);
            GoesOn(left);
        }
    }

    [Fact]
    public void A_disk_without_space_is_an_error_that_costs_no_earlier_state()
    {
        int size = SavedStates.File(SavedStates.Make(2)).Length;
        for (int space = 0; space < size; space++)
        {
            (FaultyFiles files, CheckpointStore store) = SavedStates.After(2);
            files.Space = space;
            CheckpointException e = Assert.Throws<CheckpointException>(() => store.Save(SavedStates.Make(2)));
            Assert.Equal((CheckpointError.NoSpace, SavedStates.Path), (e.Kind, e.FilePath));
            Assert.Equal([SavedStates.Path, SavedStates.Previous], files.Paths.Order(StringComparer.Ordinal));
            Assert.Equal(Saved[1], Bits(files));
            if (space % 100 == 0)
            {
                files.Space = long.MaxValue;
                store.Save(SavedStates.Make(3));
                Assert.Equal(Saved[3], Bits(files));
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_operation_that_fails_is_an_error_that_costs_no_earlier_state(bool movesAway)
    {
        foreach (Exception failure in new Exception[] { new IOException("The device failed."), new UnauthorizedAccessException("Not allowed.") })
        {
            for (int fail = 0; ; fail++)
            {
                (FaultyFiles files, CheckpointStore store) = SavedStates.After(2, movesAway);
                files.Failure = failure;
                files.FailAt = files.Operations + fail;
                if (Record.Exception(() => store.Save(SavedStates.Make(2))) is not { } thrown)
                {
                    Assert.True(fail > 10);
                    break;
                }

                CheckpointException e = Assert.IsType<CheckpointException>(thrown);
                Assert.Equal(CheckpointError.Unwritable, e.Kind);
                Assert.Contains(failure.Message.TrimEnd('.'), e.Message, StringComparison.Ordinal);

                // A new name may have been given though it failed.
                int left = Newest(files)!.Value;
                Assert.InRange(left, 1, 2);
                store.Save(SavedStates.Make(3));
                Assert.Equal(3, Newest(files));
                files[SavedStates.Path] = [];
                Assert.Equal(left, Newest(files));
            }
        }
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused_for_the_one_before()
    {
        (FaultyFiles files, CheckpointStore store) = SavedStates.After(2);
        byte[] whole = files[SavedStates.Path];
        for (int length = 0; length < whole.Length; length++)
        {
            files[SavedStates.Path] = whole[..length];
            CheckpointLoad load = store.Load();
            Assert.Equal(Saved[0], SavedStates.Bits(load.State));
            Assert.Equal(SavedStates.Previous, load.State.FilePath);
            CheckpointException why = Assert.Single(load.Refused);
            Assert.Equal((CheckpointError.Damaged, SavedStates.Path), (why.Kind, why.FilePath));
        }

        _ = files.Remove(SavedStates.Previous);
        for (int length = 0; length < whole.Length; length++)
        {
            files[SavedStates.Path] = whole[..length];
            CheckpointException e = Assert.Throws<CheckpointException>(store.Load);
            Assert.Equal((CheckpointError.Damaged, SavedStates.Path), (e.Kind, e.FilePath));
        }
    }

    [Fact]
    public void A_bit_that_turned_does_no_harm_or_the_file_is_refused()
    {
        (FaultyFiles files, CheckpointStore store) = SavedStates.After(2);
        byte[] whole = files[SavedStates.Path];
        int harmless = 0;
        for (int bit = 0; bit < 8 * whole.Length; bit += 5)
        {
            byte[] damaged = [.. whole];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            files[SavedStates.Path] = damaged;
            CheckpointLoad load = store.Load();
            harmless += load.Refused.Count == 0 ? 1 : 0;
            Assert.Equal(Saved[load.Refused.Count == 0 ? 1 : 0], SavedStates.Bits(load.State));
        }

        // Clocks, attributes and the like.
        Assert.InRange(harmless, 1, whole.Length / 2);
    }

    [Fact]
    public void Two_damaged_files_are_refused_together()
    {
        CounterRandom random = new(11, 0);
        for (int trial = 0; trial < 1000; trial++)
        {
            (FaultyFiles files, CheckpointStore store) = SavedStates.After(2);
            foreach (string path in (string[])[SavedStates.Path, SavedStates.Previous])
            {
                byte[] bytes = files[path];
                bytes.AsSpan(random.NextInt(bytes.Length - 16), 1 + random.NextInt(15)).Fill((byte)random.NextInt(256));
                files[path] = bytes;
            }

            try
            {
                CheckpointLoad load = store.Load();
                Assert.Equal(Saved[1 - load.Refused.Count], SavedStates.Bits(load.State));
            }
            catch (CheckpointException e)
            {
                Assert.Contains(SavedStates.Previous, e.Message, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>The files when the process is killed at an operation of a save, or null when the save has fewer.</summary>
    private static FaultyFiles? Kill(int saves, bool restarted, int operation, bool movesAway)
    {
        (FaultyFiles files, CheckpointStore store) = SavedStates.After(saves, movesAway);
        CheckpointStore saver = restarted ? new CheckpointStore(SavedStates.Path, SavedStates.Identity, files) : store;
        files.KillAt = files.Operations + operation;
        Exception? end = Record.Exception(() => saver.Save(SavedStates.Make(saves)));
        Assert.True(end is null or KilledException, end?.ToString());
        return end is null ? null : files;
    }

    private static int? Newest(FaultyFiles files)
    {
        try
        {
            string bits = Bits(files);
            int number = Array.IndexOf(Saved, bits);
            Assert.True(number >= 0, bits);
            return number;
        }
        catch (CheckpointException e)
        {
            Assert.True(e.Kind == CheckpointError.NotFound, e.Message);
            return null;
        }
    }

    private static void GoesOn(FaultyFiles files)
    {
        new CheckpointStore(SavedStates.Path, SavedStates.Identity, files).Save(SavedStates.Make(8));
        Assert.Equal(Saved[8], Bits(files));
    }

    private static string Bits(FaultyFiles files) => SavedStates.Bits(new CheckpointStore(SavedStates.Path, SavedStates.Identity, files).Load().State);
}
