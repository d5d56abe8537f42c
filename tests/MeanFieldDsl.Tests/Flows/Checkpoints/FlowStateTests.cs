namespace MeanFieldDsl.Tests.Flows;

public class FlowStateTests
{
    [Fact]
    public void Everything_comes_back_bit_for_bit()
    {
        FlowState state = SavedStates.Make(3);
        FlowState back = CheckpointFormat.Read(new MemoryStream(SavedStates.File(state)), "run.npz", SavedStates.Identity);
        Assert.Equal(SavedStates.Bits(state), SavedStates.Bits(back));
        Assert.Equal(state.Numbers("particles").ToArray().Select(BitConverter.DoubleToUInt64Bits), back.Numbers("particles", 12).ToArray().Select(BitConverter.DoubleToUInt64Bits));
        Assert.Equal(3, back.Integer("step"));
        Assert.Equal(1.0, back.Number("time"));
        Assert.Equal(ulong.MaxValue - 3, back.Counter("seed"));
        Assert.Equal("Adam", back.Text("method"));
        Assert.True(double.IsNegative(back.Numbers("particles")[3]));
    }

    [Fact]
    public void Extreme_values_come_back()
    {
        FlowState state = new();
        state.Put("none", ReadOnlySpan<double>.Empty);
        state.Put("empty", "");
        state.Put("words", "⟨w, x⟩ 𝜑\n\ttwo lines ");
        state.Put("least", long.MinValue);
        state.Put("nan", BitConverter.UInt64BitsToDouble(0x7FF0_0000_0000_0001));
        state.Put("zero", -0.0);
        FlowState back = CheckpointFormat.Read(new MemoryStream(SavedStates.File(state)), "run.npz", null);
        Assert.Equal(SavedStates.Bits(state), SavedStates.Bits(back));
        Assert.Equal(0, back.Numbers("none").Length);
        Assert.Equal("⟨w, x⟩ 𝜑\n\ttwo lines ", back.Text("words"));
        Assert.Equal("", back.Text("empty"));
        Assert.Equal(0x7FF0_0000_0000_0001UL, BitConverter.DoubleToUInt64Bits(back.Number("nan")));
    }

    [Fact]
    public void A_value_of_the_same_length_takes_the_memory_of_the_one_before()
    {
        FlowState state = SavedStates.Make(0);
        ulong[] memory = state.Find("particles").Items;
        SavedStates.Fill(state, 1);
        Assert.Same(memory, state.Find("particles").Items);
        Assert.Equal(SavedStates.Bits(SavedStates.Make(1)), SavedStates.Bits(state));
        state.Put("particles", (ReadOnlySpan<double>)[1, 2]);
        Assert.Equal([1, 2], state.Numbers("particles", 2).ToArray());
        state.Put("step", 0.5);
        Assert.Equal(0.5, state.Number("step"));
        state.Put("step", "text");
        Assert.Equal("text", state.Text("step"));
        state.Put("step", 7UL);
        Assert.Equal(7UL, state.Counter("step"));
        Assert.Equal(6, state.Names.Count);
    }

    [Fact]
    public void What_is_missing_or_of_another_kind_is_named()
    {
        FlowState state = CheckpointFormat.Read(new MemoryStream(SavedStates.File(SavedStates.Make(0))), "run.npz", null);
        CheckpointException e = Assert.Throws<CheckpointException>(() => state.Number("mass"));
        Assert.Equal((CheckpointError.MissingEntry, "run.npz"), (e.Kind, e.FilePath));
        Assert.Equal(
            "run.npz: The checkpoint holds no 'mass'; it holds particles, velocity, step, time, seed, method. Continue with the version of the library that wrote it, or start anew.",
            e.Message);
        e = Assert.Throws<CheckpointException>(() => state.Numbers("particles", 13).Length);
        Assert.Equal(CheckpointError.WrongShape, e.Kind);
        Assert.Equal(
            "run.npz: 'particles' of the checkpoint is Float64 of shape (4, 3), where 13 numbers must stand. Continue with the version of the library and the settings that wrote it, or start anew.",
            e.Message);
        foreach (Action wrong in (Action[])
            [
                () => _ = state.Numbers("time").Length, () => _ = state.Numbers("method").Length, () => state.Number("step"), () => state.Number("particles"),
                () => state.Integer("seed"), () => state.Integer("time"), () => state.Counter("step"), () => state.Text("particles"),
            ])
        {
            Assert.Equal(CheckpointError.WrongShape, Assert.Throws<CheckpointException>(wrong).Kind);
        }

        Assert.Contains("it holds nothing", Assert.Throws<CheckpointException>(() => new FlowState().Text("x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_and_values_that_cannot_be_kept_are_refused()
    {
        FlowState state = new();
        foreach (string name in (string[])["", "1x", "a b", "a/b", "ä", "identity", "checksum", "format_version", new('x', 65)])
        {
            _ = Assert.Throws<ArgumentException>(() => state.Put(name, 1.0));
        }

        _ = Assert.Throws<ArgumentException>(() => state.Put("x", (ReadOnlySpan<double>)[1, 2, 3], 2));
        _ = Assert.Throws<ArgumentException>(() => state.Put("x", (ReadOnlySpan<double>)[1, 2, 3], 0));
        foreach (string text in (string[])["a\0b", "\uD800"])
        {
            _ = Assert.Throws<ArgumentException>(() => state.Put("x", text));
        }

        Assert.Empty(state.Names);
    }
}
