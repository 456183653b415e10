using System.Text;
using Orchestrator.Terminal.Vt;

namespace Orchestrator.Terminal.Screens;

/// <content>SGR: ECMA-48 8.3.117, ITU-T T.416 colours, xterm ctlseqs "Character Attributes", kitty underlines.</content>
public sealed partial class Screen
{
    private const uint Palette = 0x0100_0000;
    private const uint TrueColor = 0x0200_0000;

    private void SelectRendition(Parameters parameters)
    {
        _penChanged = true;
        for (var i = 0; i < parameters.Count;)
        {
            var code = parameters.Or(i, 0);
            var next = i + 1;
            while (next < parameters.Count && parameters.IsSub(next))
            {
                next++;
            }

            switch (code)
            {
                case 4 when next > i + 1:
                    _pen.Underline = parameters[i + 1] is >= 0 and <= 5 ? (UnderlineStyle)parameters[i + 1] : _pen.Underline;
                    break;
                case 38 or 48 or 58:
                    next = next > i + 1 ? ColonColor(parameters, i, next, code) : SemicolonColor(parameters, i, code);
                    break;
                default:
                    Rendition(code);
                    break;
            }

            i = next;
        }
    }

    private void Rendition(int code)
    {
        switch (code)
        {
            case 0:
                _pen = _pen with { Foreground = 0, Background = 0, UnderlineColor = 0, Bits = (uint)(_pen.Attributes & Attributes.Protected) };
                break;
            case 1:
                _pen.Attributes |= Attributes.Bold;
                break;
            case 2:
                _pen.Attributes |= Attributes.Dim;
                break;
            case 3:
                _pen.Attributes |= Attributes.Italic;
                break;
            case 4:
                _pen.Underline = UnderlineStyle.Single;
                break;
            case 5 or 6:
                _pen.Attributes |= Attributes.Blink;
                break;
            case 7:
                _pen.Attributes |= Attributes.Inverse;
                break;
            case 8:
                _pen.Attributes |= Attributes.Hidden;
                break;
            case 9:
                _pen.Attributes |= Attributes.Strike;
                break;
            case 21:
                _pen.Underline = UnderlineStyle.Double;
                break;
            case 22:
                _pen.Attributes &= ~(Attributes.Bold | Attributes.Dim);
                break;
            case 23:
                _pen.Attributes &= ~Attributes.Italic;
                break;
            case 24:
                _pen.Underline = UnderlineStyle.None;
                break;
            case 25:
                _pen.Attributes &= ~Attributes.Blink;
                break;
            case 27:
                _pen.Attributes &= ~Attributes.Inverse;
                break;
            case 28:
                _pen.Attributes &= ~Attributes.Hidden;
                break;
            case 29:
                _pen.Attributes &= ~Attributes.Strike;
                break;
            case >= 30 and <= 37:
                _pen.Foreground = Palette | (uint)(code - 30);
                break;
            case 39:
                _pen.Foreground = 0;
                break;
            case >= 40 and <= 47:
                _pen.Background = Palette | (uint)(code - 40);
                break;
            case 49:
                _pen.Background = 0;
                break;
            case 53:
                _pen.Attributes |= Attributes.Overline;
                break;
            case 55:
                _pen.Attributes &= ~Attributes.Overline;
                break;
            case 59:
                _pen.UnderlineColor = 0;
                break;
            case >= 90 and <= 97:
                _pen.Foreground = Palette | (uint)(code - 90 + 8);
                break;
            case >= 100 and <= 107:
                _pen.Background = Palette | (uint)(code - 100 + 8);
                break;
        }
    }

    // 38:5:n, 38:2::r:g:b (T.416, with a slot for the colour space) and 38:2:r:g:b (what many programs send).
    private int ColonColor(Parameters parameters, int i, int end, int code)
    {
        var values = end - i - 2;
        switch (parameters[i + 1])
        {
            case 5 when values >= 1:
                SetIndexed(code, parameters.Or(i + 2, 0));
                break;
            case 2 when values >= 1:
                var red = values == 3 ? i + 2 : i + 3;
                SetRgb(code, Component(red), Component(red + 1), Component(red + 2));
                break;
        }

        return end;

        int Component(int index) => index < end ? parameters.Or(index, 0) : 0;
    }

    // 38;5;n and 38;2;r;g;b, xterm; also 38;2:r:g:b and the like are read as far as they make sense.
    private int SemicolonColor(Parameters parameters, int i, int code)
    {
        switch (parameters[i + 1])
        {
            case 5:
                SetIndexed(code, parameters.Or(i + 2, 0));
                return i + 3;
            case 2:
                SetRgb(code, parameters.Or(i + 2, 0), parameters.Or(i + 3, 0), parameters.Or(i + 4, 0));
                return i + 5;
            default:
                return i + 2;
        }
    }

    private void SetIndexed(int code, int index)
    {
        if (index <= 255)
        {
            SetColor(code, Palette | (uint)index);
        }
    }

    private void SetRgb(int code, int red, int green, int blue)
    {
        if (red <= 255 && green <= 255 && blue <= 255)
        {
            SetColor(code, TrueColor | ((uint)red << 16) | ((uint)green << 8) | (uint)blue);
        }
    }

    private void SetColor(int code, uint color)
    {
        switch (code)
        {
            case 38:
                _pen.Foreground = color;
                break;
            case 48:
                _pen.Background = color;
                break;
            default:
                _pen.UnderlineColor = color;
                break;
        }
    }

    // The parameters that would make the pen, for DECRQSS.
    private string PenParameters()
    {
        var text = new StringBuilder("0");
        (Attributes Attribute, int Code)[] codes =
        [
            (Attributes.Bold, 1), (Attributes.Dim, 2), (Attributes.Italic, 3), (Attributes.Blink, 5), (Attributes.Inverse, 7),
            (Attributes.Hidden, 8), (Attributes.Strike, 9), (Attributes.Overline, 53),
        ];
        foreach ((var attribute, var code) in codes)
        {
            if ((_pen.Attributes & attribute) != Attributes.None)
            {
                text.Append(';').Append(code);
            }
        }

        if (_pen.Underline != UnderlineStyle.None)
        {
            text.Append(_pen.Underline == UnderlineStyle.Single ? ";4" : $";4:{(int)_pen.Underline}");
        }

        AppendColor(text, _pen.Foreground, 30, 38);
        AppendColor(text, _pen.Background, 40, 48);
        AppendColor(text, _pen.UnderlineColor, -1, 58);
        return text.ToString();
    }

    private static void AppendColor(StringBuilder text, uint packed, int basic, int extended)
    {
        var color = Color.FromPacked(packed);
        if (color.IsIndexed)
        {
            text.Append(';').Append(
                basic < 0 || color.Index >= 16 ? $"{extended}:5:{color.Index}"
                : $"{(color.Index < 8 ? basic + color.Index : basic + 60 + color.Index - 8)}");
        }
        else if (color.IsRgb)
        {
            text.Append(';').Append($"{extended}:2::{color.Red}:{color.Green}:{color.Blue}");
        }
    }
}
