namespace MeanFieldDsl.Tests.Flows;

public sealed class CheckpointStoreTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("checkpoints-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_last_two_states_are_kept_bit_for_bit()
    {
        CheckpointStore store = Store();
        for (int number = 0; number < 4; number++)
        {
            store.Save(SavedStates.Make(number));
        }

        Assert.Equal(["run.npz", "run.previous.npz"], _folder.GetFiles().Select(static file => file.Name).Order(StringComparer.Ordinal));
        CheckpointLoad load = Store().Load();
        Assert.Empty(load.Refused);
        Assert.Equal(store.Newest, load.State.FilePath);
        Assert.Equal(SavedStates.Bits(SavedStates.Make(3)), SavedStates.Bits(load.State));
        File.Delete(store.Newest);
        load = Store().Load();
        CheckpointException missing = Assert.Single(load.Refused);
        Assert.Equal((CheckpointError.NotFound, store.Newest), (missing.Kind, missing.FilePath));
        Assert.Equal(SavedStates.Bits(SavedStates.Make(2)), SavedStates.Bits(load.State));
    }

    [Fact]
    public void A_state_that_was_read_is_saved_as_the_same_bytes()
    {
        CheckpointStore store = Store();
        store.Save(SavedStates.Make(5));
        byte[] first = File.ReadAllBytes(store.Newest);
        store.Save(store.Load().State);
        Assert.Equal(first, File.ReadAllBytes(store.Newest));
        Assert.Equal(first, SavedStates.File(SavedStates.Make(5)));
    }

    [Fact]
    public void A_path_needs_no_extension_and_no_directory()
    {
        CheckpointStore plain = new("state", "");
        Assert.Equal(("state", "state.previous", "state.tmp"), (plain.Newest, plain.Previous, plain.Temporary));
        CheckpointStore deep = new(Path.Combine("a.b", "run.v2.npz"), "");
        Assert.Equal(Path.Combine("a.b", "run.v2.previous.npz"), deep.Previous);
        foreach (string bad in (string[])["", " ", "a\0b", "folder/"])
        {
            _ = Assert.Throws<ArgumentException>(() => new CheckpointStore(bad, ""));
        }
    }

    [Fact]
    public void Nothing_to_continue_is_said_with_the_path()
    {
        CheckpointException e = Assert.Throws<CheckpointException>(Store().Load);
        Assert.Equal(CheckpointError.NotFound, e.Kind);
        Assert.StartsWith($"{Store().Newest}: The file does not exist. Check the path, seen from '", e.Message, StringComparison.Ordinal);
        e = Assert.Throws<CheckpointException>(new CheckpointStore(Path.Combine(_folder.FullName, "no", "run.npz"), "").Load);
        Assert.Equal(CheckpointError.NotFound, e.Kind);
    }

    [Fact]
    public void A_directory_that_does_not_exist_or_stands_in_the_way_is_an_error()
    {
        CheckpointException e = Assert.Throws<CheckpointException>(
            () => new CheckpointStore(Path.Combine(_folder.FullName, "no", "run.npz"), "").Save(SavedStates.Make(0)));
        Assert.Equal(CheckpointError.Unwritable, e.Kind);
        Assert.Contains("Check that the directory exists", e.Message, StringComparison.Ordinal);
        _ = _folder.CreateSubdirectory("run.npz");
        e = Assert.Throws<CheckpointException>(() => Store().Save(SavedStates.Make(0)));
        Assert.Equal(CheckpointError.Unwritable, e.Kind);
        e = Assert.Throws<CheckpointException>(Store().Load);
        Assert.Equal(CheckpointError.Unreadable, e.Kind);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public void A_full_device_of_the_machine_has_no_space()
    {
        const string Full = "/dev/full";
        if (!File.Exists(Full))
        {
            return;
        }

        CheckpointStore store = Store();
        _ = File.CreateSymbolicLink(store.Temporary, Full);
        CheckpointException e = Assert.Throws<CheckpointException>(() => store.Save(SavedStates.Make(0)));
        Assert.Equal((CheckpointError.NoSpace, store.Newest), (e.Kind, e.FilePath));
        Assert.Equal(
            $"{store.Newest}: There is no space left for the checkpoint; those written before are still there. Free space on the disk, or give a path on another one.",
            e.Message);
        Assert.True(File.Exists(Full));
        store.Save(SavedStates.Make(0));
    }

    [Fact]
    public void A_checkpoint_of_another_model_is_refused_with_what_differs()
    {
        CheckpointStore store = Store();
        store.Save(SavedStates.Make(0));
        string other = SavedStates.Identity.Replace("+ b", "- b", StringComparison.Ordinal).Replace("89abcdef", "89abcdee", StringComparison.Ordinal);
        CheckpointException e = Assert.Throws<CheckpointException>(new CheckpointStore(store.Newest, other).Load);
        Assert.Equal((CheckpointError.OtherModel, store.Newest), (e.Kind, e.FilePath));
        Assert.Contains(
            "formula is 'a * max(⟨w, x⟩ + b, 0)' in the file and 'a * max(⟨w, x⟩ - b, 0)' here; data is '0123456789abcdef' in the file and '0123456789abcdee' here",
            e.Message,
            StringComparison.Ordinal);
        store.Save(SavedStates.Make(1));
        new CheckpointStore(store.Newest, other).Save(SavedStates.Make(2));
        CheckpointLoad load = store.Load();
        Assert.Equal(CheckpointError.OtherModel, Assert.Single(load.Refused).Kind);
        Assert.Equal(SavedStates.Bits(SavedStates.Make(1)), SavedStates.Bits(load.State));
    }

    [Theory]
    [InlineData("a: 1", "a: 2", "a is '1' in the file and '2' here")]
    [InlineData("a: 1\nb: 2", "a: 1", "b is '2' in the file and absent here")]
    [InlineData("a: 1", "a: 1\nb: 2", "b is absent in the file and '2' here")]
    [InlineData("one\ntwo", "one\n2", "line 2 is 'two' in the file and '2' here")]
    [InlineData("a: 1\na: 2", "a: 1\na: 3", "line 2 is 'a: 2' in the file and 'a: 3' here")]
    [InlineData("a: 1\nb: 2", "b: 2\na: 1", "the same lines stand in another order")]
    [InlineData("a: 1\nb: 1\nc: 1\nd: 1\ne: 1", "a: 2\nb: 2\nc: 2\nd: 2\ne: 2", "a is '1' in the file and '2' here; b is '1' in the file and '2' here; c is '1' in the file and '2' here; and 2 more")]
    [InlineData("f: 0123456789012345678901234567890123456789y", "f: 0123456789012345678901234567890123456789x", "f is …'0123456789y' in the file and …'0123456789x' here")]
    public void The_lines_of_identities_that_differ_are_named(string found, string expected, string difference) =>
        Assert.Equal(difference, CheckpointIdentity.Difference(found, expected));

    [Fact]
    public void A_second_save_allocates_little()
    {
        CheckpointStore store = Store();
        FlowState state = new();
        double[] particles = new double[1 << 20];
        for (int save = 0; ; save++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            state.Put("particles", particles, 4);
            state.Put("step", (long)save);
            store.Save(state);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (save > 0)
            {
                Assert.InRange(allocated, 0, 200_000);
                break;
            }
        }
    }

    private CheckpointStore Store() => new(Path.Combine(_folder.FullName, "run.npz"), SavedStates.Identity);
}
