using System.Globalization;
using System.Text;

namespace MeanFieldDsl.Tests;

public class CsvTests
{
    [Fact]
    public void The_last_column_is_the_target_and_a_first_line_of_numbers_is_data()
    {
        DataSet set = Read("1,2,3\n4,5,6\n");
        Assert.Equal([1, 2, 4, 5], set.Inputs.ToArray());
        Assert.Equal([3, 6], set.Targets.ToArray());
        Assert.Null(set.InputNames);
    }

    [Theory]
    [InlineData("a,b,y\n1,2,3\n")]
    [InlineData("a,b,y\r\n1,2,3\r\n\r\n  \r\n")]
    [InlineData("a,b,y\r1,2,3")]
    [InlineData("\uFEFFa,b,y\n1,2,3")]
    [InlineData("\"a\",\"b\",\"y\"\n\"1\",\"2\",3\n")]
    [InlineData(" a , b , y \n 1 , 2.0 , 3e0 \n")]
    public void A_first_line_with_words_is_a_header(string text)
    {
        DataSet set = Read(text);
        Assert.Equal(["a", "b"], set.InputNames!);
        Assert.Equal([1, 2], set.Inputs.ToArray());
        Assert.Equal([3], set.Targets.ToArray());
    }

    [Fact]
    public void Quoted_names_may_hold_delimiters_quotes_and_line_ends()
    {
        DataSet set = Read("\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",y\n1,2,3,4\n");
        Assert.Equal(["a,b", "say \"x\"", "two\nlines"], set.InputNames!);
    }

    [Fact]
    public void The_target_can_be_any_column_by_number_or_name_or_none()
    {
        const string Text = "a,b,c\n1,2,3\n";
        Assert.Equal([1], Read(Text, new CsvOptions { TargetColumn = 0 }).Targets.ToArray());
        Assert.Equal([1, 3], Read(Text, new CsvOptions { TargetColumn = -2 }).Inputs.ToArray());
        Assert.Equal(["a", "c"], Read(Text, new CsvOptions { TargetName = "b" }).InputNames!);
        DataSet inputs = Read(Text, new CsvOptions { InputsOnly = true });
        Assert.Equal((3, false), (inputs.InputCount, inputs.HasTargets));
        Assert.Equal([1, 2, 3], Read("0;2\n1;2\n3;4\n", new CsvOptions { HasHeader = true, Delimiter = ';', TargetName = "2" }).Inputs.ToArray().Append(2).Order());
    }

    [Fact]
    public void A_first_line_of_counts_and_class_names_is_skipped()
    {
        // The layout of scikit-learn's copy of the breast cancer data.
        DataSet set = Read("2,3,malignant,benign\n17.99,10.38,122.8,0\n20.57,17.77,132.9,1\n", new CsvOptions { SkipLines = 1 });
        Assert.Equal((2, 3), (set.RowCount, set.InputCount));
        Assert.Equal([0, 1], set.Targets.ToArray());
        DataException e = Fails(DataError.ShapeMismatch, "2,3,malignant,benign,x\n17.99,10.38,122.8,0\n");
        Assert.Contains("SkipLines", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_culture_does_not_matter()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            // The tests run without culture data; a culture of our own does what a Finnish one would.
            CultureInfo other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            other.NumberFormat.NumberDecimalSeparator = ",";
            other.NumberFormat.NegativeSign = "\u2212";
            CultureInfo.CurrentCulture = other;
            Assert.Equal([-1.5], Read("-1.5,2\n").Inputs.ToArray());
            Assert.Contains("'-1,5'", Fails(DataError.NotANumber, "1;2\n-1,5;2\n", new CsvOptions { Delimiter = ';' }).Message, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("", DataError.Empty, null, null, null)]
    [InlineData("\n\n", DataError.Empty, null, null, null)]
    [InlineData("a,b\n", DataError.Empty, null, null, null)]
    [InlineData("1,2\n3,x\n", DataError.NotANumber, 1L, 1, 1L)]
    [InlineData("a,b\n1,2\n3,x\n", DataError.NotANumber, 1L, 1, 2L)]
    [InlineData("1,2\n3,\0\n", DataError.NotANumber, 1L, 1, 1L)]
    [InlineData("1,2\n3,4\0\n", DataError.NotANumber, 1L, 1, 1L)]
    [InlineData("1,2\n,4\n", DataError.MissingValue, 1L, 0, 1L)]
    [InlineData("1,NA\n3,4\n", DataError.MissingValue, 0L, 1, 0L)]
    [InlineData("1,?\n3,4\n", DataError.MissingValue, 0L, 1, 0L)]
    [InlineData("1,NaN\n3,4\n", DataError.MissingValue, 0L, 1, 0L)]
    [InlineData("1,2\n3,Infinity\n", DataError.NotFinite, 1L, 1, 1L)]
    [InlineData("1,2\n1e999,4\n", DataError.NotFinite, 1L, 0, 1L)]
    [InlineData("1,2\n3\n4,5\n", DataError.ShapeMismatch, 1L, 1, 1L)]
    [InlineData("1,2\n3,4,5\n", DataError.ShapeMismatch, 1L, 2, 1L)]
    [InlineData("1,2\n3,4,5", DataError.ShapeMismatch, 1L, 2, 1L)]
    [InlineData("1,2\n3", DataError.Truncated, 1L, 1, 1L)]
    [InlineData("1,2\n3,", DataError.Truncated, 1L, 1, 1L)]
    [InlineData("1,2\n3,\"4", DataError.Truncated, null, 1, 1L)]
    [InlineData("1,2\n\"3\"4,5\n", DataError.Malformed, null, 0, 1L)]
    [InlineData("1,2\n\n3,4\n", DataError.Malformed, null, null, 1L)]
    [InlineData("1\n2\n", DataError.Empty, null, null, null)]
    public void Bad_text_is_refused_with_its_place(string text, DataError kind, long? row, int? column, long? line)
    {
        DataException e = Fails(kind, text);
        Assert.Equal((row, column, line), (e.Row, e.Column, e.Line));
    }

    [Fact]
    public void A_message_names_the_value_the_place_and_the_file()
    {
        WithFile(Encoding.UTF8.GetBytes("x,y\n1,2\n3,tall\n"), path =>
        {
            DataException e = Assert.Throws<DataException>(() => DataSet.FromCsv(path));
            Assert.Equal(path, e.FilePath);
            Assert.StartsWith($"{path}: 'tall' is not a number at line 3, row 2, column 2 (counted from 1). ", e.Message, StringComparison.Ordinal);
        });
        string longCell = Fails(DataError.NotANumber, "1,2\n" + new string('z', 1000) + ",2\n").Message;
        Assert.True(longCell.Length < 300, longCell);
    }

    [Fact]
    public void A_missing_target_column_is_refused()
    {
        _ = Fails(DataError.ColumnNotFound, "1,2\n", new CsvOptions { TargetColumn = 2 });
        _ = Fails(DataError.ColumnNotFound, "1,2\n", new CsvOptions { TargetColumn = -3 });
        _ = Fails(DataError.ColumnNotFound, "1,2\n", new CsvOptions { TargetColumn = int.MinValue });
        DataException e = Fails(DataError.ColumnNotFound, "a,b\n1,2\n", new CsvOptions { TargetName = "c" });
        Assert.Contains("'a', 'b'", e.Message, StringComparison.Ordinal);
        _ = Fails(DataError.ColumnNotFound, "a,a\n1,2\n", new CsvOptions { TargetName = "a" });
        _ = Fails(DataError.Empty, "1,2\n", new CsvOptions { SkipLines = 5 });
    }

    [Fact]
    public void Options_that_contradict_each_other_are_refused()
    {
        foreach (char delimiter in "\"\r\n.-+e5\0")
        {
            _ = Assert.Throws<ArgumentException>(() => Read("1,2\n", new CsvOptions { Delimiter = delimiter }));
        }

        _ = Assert.Throws<ArgumentOutOfRangeException>(() => Read("1,2\n", new CsvOptions { SkipLines = -1 }));
        _ = Assert.Throws<ArgumentException>(() => Read("1,2\n", new CsvOptions { TargetName = "a", HasHeader = false }));
        _ = Assert.Throws<ArgumentException>(() => Read("1,2\n", new CsvOptions { TargetName = "a", InputsOnly = true }));
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named()
    {
        string directory = Path.GetTempPath();
        foreach (string path in new[] { Path.Combine(directory, "no-such-file-here.csv"), directory, "bad\0path" })
        {
            DataException e = Assert.Throws<DataException>(() => DataSet.FromCsv(path));
            Assert.Equal((DataError.Unreadable, path), (e.Kind, e.FilePath));
            Assert.NotNull(e.InnerException);
        }

        _ = Assert.Throws<ArgumentException>(() => DataSet.FromCsv(" "));
    }

    [Fact]
    public void Files_may_carry_a_byte_order_mark()
    {
        foreach (Encoding encoding in new Encoding[] { new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes("ä,y\n1,2\n")];
            WithFile(bytes, path => Assert.Equal(["ä"], DataSet.FromCsv(path).InputNames!));
        }
    }

    [Fact]
    public void A_cell_without_end_stops_early()
    {
        DataException e = Fails(DataError.Malformed, "1,2\n\"" + new string('7', 1 << 20));
        Assert.Contains("65536", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Records_may_straddle_the_buffer()
    {
        StringBuilder text = new();
        for (int row = 0; row < 5000; row++)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"{row},\"{row}.5\",{-row}\r\n");
        }

        DataSet set = Read(text.ToString());
        Assert.Equal(5000, set.RowCount);
        for (int row = 0; row < 5000; row++)
        {
            Assert.Equal([row, row + 0.5], set.Row(row).ToArray());
            Assert.Equal(-row, set.Targets[row]);
        }
    }

    [Fact]
    public void A_file_cut_anywhere_is_read_or_refused()
    {
        const string Text = "\uFEFF\"name, long\",b,y\r\n\"1.5\",-2e3,3\r\n4,5,6\r\n\r\n";
        for (int length = 0; length < Text.Length; length++)
        {
            ReadOrRefuse(Text[..length], null);
        }
    }

    [Fact]
    public void Damaged_text_is_read_or_refused()
    {
        const string Text = "\"name, long\",b,y\n\"1.5\",-2e3,3\n4,5,6\n7,8,9\n";
        const string Alphabet = "0123456789eE+-.,;\"\r\n \0xN\uFEFF\uD800";
        CounterRandom random = new(2024, 0);
        for (int trial = 0; trial < 20_000; trial++)
        {
            StringBuilder text = new(Text);
            for (int edits = 1 + random.NextInt(4); edits > 0 && text.Length > 0; edits--)
            {
                int place = random.NextInt(text.Length);
                char letter = Alphabet[random.NextInt(Alphabet.Length)];
                _ = random.NextInt(3) switch
                {
                    0 => text.Remove(place, 1),
                    1 => text.Insert(place, letter),
                    _ => text.Replace(text[place], letter, place, 1),
                };
            }

            ReadOrRefuse(text.ToString(), new CsvOptions { SkipLines = random.NextInt(2), TargetColumn = random.NextInt(5) - 2 });
        }
    }

    private static void ReadOrRefuse(string text, CsvOptions? options)
    {
        try
        {
            DataSet set = Read(text, options);
            Assert.True(set.RowCount > 0 && set.InputCount > 0);
            Assert.All(set.Inputs.ToArray().Concat(set.Targets.ToArray()), value => Assert.True(double.IsFinite(value)));
        }
        catch (DataException e)
        {
            Assert.NotEmpty(e.Message);
        }
    }

    private static DataSet Read(string text, CsvOptions? options = null) => DataSet.FromCsv(new StringReader(text), options);

    private static DataException Fails(DataError kind, string text, CsvOptions? options = null)
    {
        DataException e = Assert.Throws<DataException>(() => Read(text, options));
        Assert.True(kind == e.Kind, $"{e.Kind}: {e.Message}");
        return e;
    }

    private static void WithFile(byte[] bytes, Action<string> action)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, bytes);
            action(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
