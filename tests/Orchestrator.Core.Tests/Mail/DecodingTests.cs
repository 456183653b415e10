using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Core.Mail;

namespace Orchestrator.Core.Tests.Mail;

public class DecodingTests
{
    private const string Sample = "<TO_PEER>\r\nGrüße, 漢字 and 😀\r\n</TO_PEER>";

    [Fact]
    public void Utf8_with_and_without_a_BOM_is_read_as_it_is()
    {
        Assert.Equal(new DecodedText(Sample, "utf-8", false, false), MailDecoding.Decode(Encoding.UTF8.GetBytes(Sample)));
        Assert.Equal(new DecodedText(Sample, "utf-8", false, false), MailDecoding.Decode([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Sample)]));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Utf16_is_found_by_its_BOM_or_its_NULs(bool bigEndian, bool bom)
    {
        var encoding = new UnicodeEncoding(bigEndian, bom);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(Sample)];
        Assert.Equal(new DecodedText(Sample, "utf-16", false, false), MailDecoding.Decode(bytes));
        var chinese = "<TO_PEER>" + string.Concat(Enumerable.Repeat("漢字", 200)) + "</TO_PEER>";
        Assert.Equal(chinese, MailDecoding.Decode([.. encoding.GetPreamble(), .. encoding.GetBytes(chinese)]).Text);
    }

    [Fact]
    public void What_was_appended_to_UTF16_in_single_bytes_makes_it_a_guess()
    {
        var decoded = MailDecoding.Decode([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("<TO_PEER>\nfirst"), .. "second\n</TO_PEER>\n"u8]);
        Assert.True(decoded.Guessed);
        Assert.NotNull(decoded.Doubt);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_mark_of_UTF32_is_not_taken_for_that_of_UTF16(bool bigEndian)
    {
        var encoding = new UTF32Encoding(bigEndian, byteOrderMark: true);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(Sample)];
        Assert.Equal(new DecodedText(Sample, "utf-32", false, false), MailDecoding.Decode(bytes));
        var cut = MailDecoding.Decode(bytes.AsSpan(0, bytes.Length - 1));
        Assert.Equal(("utf-32", true), (cut.Encoding, cut.Lossy));
        Assert.StartsWith(Sample[..^1], cut.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_few_broken_bytes_in_ascii_are_replaced()
    {
        var decoded = MailDecoding.Decode([.. Encoding.ASCII.GetBytes(new string('a', 200)), 0xC3, (byte)'b']);
        Assert.Equal(("utf-8", true), (decoded.Encoding, decoded.Lossy));
        Assert.Equal(new string('a', 200) + "\uFFFDb", decoded.Text);
    }

    [Theory]
    [InlineData("请检查日志输出，以下是前两百字节：错误：无法打开文件", new byte[] { 0xE6, 0x95 })]
    [InlineData("テストの結果は次の通りです：失敗", new byte[] { 0xE3 })]
    [InlineData("테스트 결과를 확인해 주세요", new byte[] { 0xED, 0x8C })]
    [InlineData("café naïve — “ok” ✅ done ", new byte[] { 0xF0, 0x9F, 0x98 })]
    [InlineData("Größe der Datei — überprüft, Straße ", new byte[] { 0xFC })]
    public void One_broken_place_in_UTF8_costs_that_place_alone(string text, byte[] broken)
    {
        foreach (var rest in new[] { "", "...\n</TO_PEER>\n" })
        {
            var decoded = MailDecoding.Decode([.. Encoding.UTF8.GetBytes(text), .. broken, .. Encoding.UTF8.GetBytes(rest)]);
            Assert.Equal(new DecodedText(text + "\uFFFD" + rest, "utf-8", Lossy: true, Guessed: false), decoded);
            Assert.Contains("with characters replaced", decoded.Doubt, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_broken_removed_or_missing_byte_of_UTF8_leaves_all_other_characters()
    {
        var texts = ArbMap.Default.ArbFor<NonEmptyString>().Filter(text => new string(text.Get.Where(c => c > 0 && c < 0xD800).ToArray()).Length > 0);
        var ours = Gen.Elements("é", "中", "文件", "テスト", "한국", "😀", "ж", "a", " ", "\n").ListOf().Select(string.Concat).Where(text => text.Length > 0);
        var any = Gen.OneOf(texts.Generator.Select(text => new string(text.Get.Where(c => c > 0 && c < 0xD800).ToArray())), ours);
        Prop.ForAll(any.ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), Gen.Choose(0, 3 * 256 - 1).ToArbitrary(), (text, where, how) =>
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            var at = where % bytes.Length;
            var damaged = (how / 256) switch
            {
                0 => [.. bytes[..at], (byte)Math.Max(1, how % 256), .. bytes[(at + 1)..]],
                1 => [.. bytes[..at], .. bytes[(at + 1)..]],
                _ => bytes[..at],
            };
            var from = at;
            while ((bytes[from] & 0xC0) == 0x80)
            {
                from--;
            }

            var to = at + 1;
            while (to < bytes.Length && (bytes[to] & 0xC0) == 0x80)
            {
                to++;
            }

            var decoded = MailDecoding.Decode(damaged).Text;
            return decoded.StartsWith(Encoding.UTF8.GetString(bytes, 0, from), StringComparison.Ordinal)
                && (how / 256 == 2 || decoded.EndsWith(Encoding.UTF8.GetString(bytes, to, bytes.Length - to), StringComparison.Ordinal));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000).WithEndSize(60));
    }

    [Theory]
    [InlineData(54936, "gb18030", "你好，世界")]
    [InlineData(54936, "gb18030", "请检查日志输出，以下是前两百字节：错误：无法打开文件")]
    [InlineData(54936, "gb18030", "Item(enc): 服务器重启以后 tests 全部通过，耗时 3 分钟。")]
    [InlineData(950, "big5", "請檢查日誌輸出，以下是前兩百位元組：錯誤：無法打開檔案")]
    [InlineData(949, "euc-kr", "Item(enc): cp949 안녕하세요 세계")]
    [InlineData(949, "euc-kr", "<TO_PEER>\nItem(enc): 테스트 결과를 확인해 주세요. 파일을 열 수 없습니다.\n</TO_PEER>\n")]
    [InlineData(932, "shift-jis", "Item(enc): sjis こんにちは世界テスト")]
    [InlineData(932, "shift-jis", "ログを確認してください。設定ファイルの読み込みに失敗しました。")]
    [InlineData(51932, "euc-jp", "ログを確認してください。設定ファイルの読み込みに失敗しました。")]
    [InlineData(28591, "latin-1", "été é")]
    [InlineData(28591, "latin-1", "Voilà.")]
    [InlineData(28591, "latin-1", "Die Größe der Datei wurde überprüft, die Straße nicht.")]
    [InlineData(1252, "windows-1252", "Item(enc): cp1252 “smart” – naïve café")]
    public void Encodings_from_before_Unicode_are_guesses_that_say_so(int codePage, string name, string text)
    {
        var decoded = MailDecoding.Decode(CodePage(codePage).GetBytes(text));
        Assert.Equal(new DecodedText(text, name, Lossy: false, Guessed: true), decoded);
        Assert.Contains(name + ", a guess", decoded.Doubt, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(949, "세계")] // Two characters that are two Chinese ones as well.
    [InlineData(1251, "Привет, мир. Проверь журнал.")] // None of those that are looked for.
    [InlineData(20866, "Привет, мир. Проверь журнал.")]
    public void What_cannot_be_told_is_not_delivered_as_something_else(int codePage, string text)
    {
        var decoded = MailDecoding.Decode(CodePage(codePage).GetBytes("ok: " + text + "\n</TO_PEER>"));
        Assert.Equal((MailDecoding.Unknown, true), (decoded.Encoding, decoded.Lossy));
        Assert.Contains("cannot be told", decoded.Doubt, StringComparison.Ordinal);
        Assert.StartsWith("ok: ", decoded.Text, StringComparison.Ordinal);
        Assert.EndsWith("\n</TO_PEER>", decoded.Text, StringComparison.Ordinal);
        Assert.All(decoded.Text, character => Assert.True(character is < '\u0080' or '\uFFFD', $"{character} is made up"));
    }

    [Fact]
    public void Half_of_a_surrogate_pair_speaks_for_UTF8()
    {
        var decoded = MailDecoding.Decode([.. "cut emoji: "u8, 0xED, 0xA0, 0xBD, .. "\n</TO_PEER>\n"u8]);
        Assert.Equal(("utf-8", true), (decoded.Encoding, decoded.Lossy));
        Assert.Equal("cut emoji: \uFFFD\uFFFD\uFFFD\n</TO_PEER>\n", decoded.Text);
    }

    [Fact]
    public void A_NUL_in_the_text_is_a_doubt()
    {
        Assert.Null(MailDecoding.Decode("plain"u8).Doubt);
        Assert.Contains("NUL", MailDecoding.Decode("nul \0 and more of it"u8).Doubt, StringComparison.Ordinal);
    }

    [Fact]
    public void Decoding_never_throws_and_loses_no_byte_unless_it_says_so()
    {
        var encodings = new Dictionary<string, Encoding[]>
        {
            ["utf-8"] = [new UTF8Encoding(false)],
            ["utf-16"] = [new UnicodeEncoding(false, false), new UnicodeEncoding(true, false)],
            ["utf-32"] = [new UTF32Encoding(false, false), new UTF32Encoding(true, false)],
        };
        Prop.ForAll<byte[]>(bytes =>
        {
            var decoded = MailDecoding.Decode(bytes);
            return decoded.Lossy || decoded.Guessed || encodings[decoded.Encoding].Any(encoding => bytes.AsSpan().EndsWith(encoding.GetBytes(decoded.Text)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(400));
    }

    private static Encoding CodePage(int number) => number == 28591 ? Encoding.Latin1 : LegacyEncoding.Strict(number);
}
