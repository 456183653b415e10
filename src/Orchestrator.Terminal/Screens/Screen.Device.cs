using System.Text;

namespace Orchestrator.Terminal.Screens;

/// <content>DCS: DECRQSS and XTGETTCAP are answered from our own tables; everything else (sixel, ReGIS, user keys) is swallowed.</content>
public sealed partial class Screen
{
    private const int MaxQuery = 4096;

    private void Device(byte prefix, int intermediates, byte final, ReadOnlySpan<byte> data)
    {
        _printedJustNow = false;
        if (prefix != 0 || final != 'q' || data.Length > MaxQuery)
        {
            return;
        }

        if (intermediates == '$')
        {
            RequestSetting(data);
        }
        else if (intermediates == '+')
        {
            RequestCapabilities(data);
        }
    }

    // DECRQSS, VT510 / xterm ctlseqs: 1 is "valid" as xterm answers.
    private void RequestSetting(ReadOnlySpan<byte> setting)
    {
        var answer = Encoding.Latin1.GetString(setting) switch
        {
            "m" => PenParameters() + "m",
            "r" => $"{_top + 1};{_bottom + 1}r",
            "s" when _marginMode => $"{_left + 1};{_right + 1}s",
            " q" => $"{(int)_cursorShape} q",
            "\"q" => (_pen.Attributes & Attributes.Protected) != Attributes.None ? "1\"q" : "0\"q",
            "\"p" => "61;1\"p",
            "t" => $"{_size.Rows}t",
            "$|" => $"{_size.Columns}$|",
            "*|" => $"{_size.Rows}*|",
            "*x" => $"{_rectangularExtent}*x",
            "$}" => "0$}", // DECSASD: the main display
            "$~" => "0$~", // DECSSDT: no status line
            _ => null,
        };
        Reply(answer is null ? "\eP0$r\e\\" : $"\eP1$r{answer}\e\\");
    }

    // XTGETTCAP, xterm ctlseqs: names and values in hex. The answer spells the name from our table, not the program's.
    private void RequestCapabilities(ReadOnlySpan<byte> data)
    {
        foreach (var part in data.Split((byte)';'))
        {
            var found = Capability(data[part]);
            Reply(found is { } capability ? $"\eP1+r{Hex(capability.Name)}={Hex(capability.Value)}\e\\" : "\eP0+r\e\\");
        }
    }

    private static (string Name, string Value)? Capability(ReadOnlySpan<byte> hex)
    {
        ReadOnlySpan<(string Name, string Value)> known =
        [
            // What vim, neovim, helix, notcurses, fish, kitty's kittens and opentui ask for. Not Ms: who is told of it would wait for a clipboard
            // that is never read out.
            ("TN", "xterm-256color"), ("name", "xterm-256color"), ("Co", "256"), ("colors", "256"), ("RGB", "8/8/8"), ("Tc", ""), ("Su", ""),
            ("bce", ""), ("indn", "\e[%p1%dS"), ("rin", "\e[%p1%dT"), ("hpa", "\e[%i%p1%dG"), ("rep", "%p1%c\e[%p2%{1}%-%db"),
            ("setrgbf", "\e[38:2::%p1%d:%p2%d:%p3%dm"), ("setrgbb", "\e[48:2::%p1%d:%p2%d:%p3%dm"), ("Smol", "\e[53m"),
            ("Smulx", "\e[4:%p1%dm"), ("Setulc", "\e[58:2::%p1%{65536}%/%d:%p1%{256}%/%{255}%&%d:%p1%{255}%&%dm"),
            ("Ss", "\e[%p1%d q"), ("Se", "\e[2 q"),
        ];
        foreach (var capability in known)
        {
            if (hex.Length == capability.Name.Length * 2 && Encoding.Latin1.GetString(hex).Equals(Hex(capability.Name), StringComparison.OrdinalIgnoreCase))
            {
                return capability;
            }
        }

        return null;
    }

    private static string Hex(string text) => Convert.ToHexString(Encoding.Latin1.GetBytes(text));
}
