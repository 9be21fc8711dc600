import "./styles/press.css";
import "./styles/range.css";
