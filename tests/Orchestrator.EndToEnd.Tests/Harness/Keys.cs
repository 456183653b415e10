namespace Orchestrator.EndToEnd.Tests.Harness;

/// <summary>The bytes that a terminal sends for keys (xterm ctlseqs, "PC-Style Function Keys").</summary>
internal static class Keys
{
    public const string Enter = "\r";
    public const string Tab = "\t";
    public const string Escape = "\e";
    public const string Backspace = "\x7f";
    public const string Up = "\e[A";
    public const string Down = "\e[B";
    public const string Right = "\e[C";
    public const string Left = "\e[D";
    public const string Home = "\e[H";
    public const string End = "\e[F";
    public const string PageDown = "\e[6~";

    /// <summary>The key that comes before the cockpit's own commands.</summary>
    public const string Prefix = "\x02";

    public static string Ctrl(char letter) => ((char)(letter & 0x1f)).ToString();

    public static string Alt(char letter) => "\e" + letter;

    public static string Paste(string text) => "\e[200~" + text + "\e[201~";
}
